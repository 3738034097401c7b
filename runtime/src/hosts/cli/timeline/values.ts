/** JSON text cut to a width for one line of a terminal; control characters of the data never reach the terminal. */
export function shortJson(text: string | undefined, width: number): string {
  if (text === undefined) return '';
  return cut(printable(text), width);
}

/** Text cut to a width, with an ellipsis where something is missing. */
export function cut(text: string, width: number): string {
  if (text.length <= width) return text;
  const end = Math.max(1, width - 1);
  const splitsPair = (text.charCodeAt(end - 1) & 0xfc00) === 0xd800;
  return `${text.slice(0, splitsPair ? end - 1 : end)}…`;
}

/** The text on one line, without anything that would move the cursor or change colours. */
export function printable(text: string): string {
  return text
    .replace(/\r\n|\r|\n/g, ' ')
    .replace(/\t/g, ' ')
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}
