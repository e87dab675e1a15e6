/** Every word typed must occur somewhere in the title or its keywords. */
export function matches(typed: string, title: string, keywords = ''): boolean {
  const hay = `${title} ${keywords}`.toLowerCase()
  return typed.toLowerCase().split(/\s+/).every((word) => hay.includes(word))
}
