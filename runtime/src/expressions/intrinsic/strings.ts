/** The escapes of a string literal: a backslash before one of `' { } \`. */
const ESCAPABLE = "'{}\\";

/** The text between the quotes of a literal, or the position in it (from 0) of a backslash that escapes nothing. */
export function unescapeLiteral(raw: string): string | number {
  let text = '';
  for (let position = 0; position < raw.length; position += 1) {
    if (raw[position] === '\\') {
      if (position + 1 >= raw.length || !ESCAPABLE.includes(raw[position + 1]!)) return position;
      position += 1;
    }
    text += raw[position];
  }
  return text;
}

/**
 * A template of `States.Format` cut at its `{}`: one more piece than there are placeholders. Escapes are resolved; a backslash
 * that escapes nothing and a lone brace stay as they are, for templates may come from data.
 */
export function templatePieces(raw: string): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (let position = 0; position < raw.length; position += 1) {
    if (raw[position] === '{' && raw[position + 1] === '}') {
      pieces.push(piece);
      piece = '';
      position += 1;
      continue;
    }
    if (raw[position] === '\\' && ESCAPABLE.includes(raw[position + 1] ?? ' ')) position += 1;
    piece += raw[position] ?? '';
  }
  pieces.push(piece);
  return pieces;
}
