declare module 'worker:*' {
  /** The bundled text of a worker. */
  const source: string;

  export { source as default };
}

declare module '*.css';
