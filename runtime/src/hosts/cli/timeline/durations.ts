/** A duration in milliseconds as `h:mm:ss`, with milliseconds where they are asked for: `10:01:00`, `0:00:01.250`. */
export function clockText(milliseconds: number, precision: 'seconds' | 'milliseconds' = 'seconds'): string {
  const whole = Math.floor(milliseconds / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const text = `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return precision === 'seconds' ? text : `${text}.${String(Math.floor(milliseconds % 1000)).padStart(3, '0')}`;
}
