/** Equal-area cartogram: every region one square, near its neighbours when positions are known. */
export interface Tile {
  code: string
  name: string
  /** Already worded. */
  value?: string | null
  /** Class of the legend; null or absent means no data: hatched. */
  level?: number | null
  /** Places given by the server (`/api/regions/map`); otherwise they are made from the positions. */
  column?: number
  row?: number
  lng?: number | null
  lat?: number | null
}

/** Palest first; `hatch` stands for "no data". */
export const shades = ['#e3eef9', '#bcd6ef', '#84b1dd', '#2f6fb3', '#0b4580']

/** The shade of level `level` of `levels`, and whether words on it must be white. */
export function shadeOf(level: number, levels: number): { fill: string; dark: boolean } {
  const at = Math.min(shades.length - 1, Math.round((level * (shades.length - 1)) / Math.max(1, levels - 1)))
  return { fill: shades[at], dark: at >= 3 }
}

export interface Placed<T> {
  tile: T
  col: number
  row: number
}

/** Columns for `n` squares on a ground of the given proportion (width / height). */
export function columnsFor(n: number, proportion = 1.5): number {
  return Math.max(1, Math.round(Math.sqrt(n * proportion)))
}

/**
 * Deterministic. Given places stay. With positions: rows from north to south, each row from west to east, so that neighbours stay near.
 * Without any: in the given order. Tiles lacking a position come last.
 */
export function layoutTiles<T extends Tile>(tiles: readonly T[], columns = columnsFor(tiles.length)): Placed<T>[] {
  if (tiles.every((t) => t.column !== undefined && t.row !== undefined)) {
    return tiles.map((tile) => ({ tile, col: tile.column!, row: tile.row! }))
  }
  const known = tiles.filter((t) => t.lng != null && t.lat != null)
  const rest = tiles.filter((t) => t.lng == null || t.lat == null)
  const north = [...known].sort((a, b) => b.lat! - a.lat! || a.lng! - b.lng!)
  const ordered: T[] = []
  for (let at = 0; at < north.length; at += columns) {
    ordered.push(...north.slice(at, at + columns).sort((a, b) => a.lng! - b.lng!))
  }
  return [...ordered, ...rest].map((tile, n) => ({ tile, col: n % columns, row: Math.floor(n / columns) }))
}

/** Dots inside a square, row by row: at most `max`, the rest is said in words. */
export function dotsIn(count: number, size: number, max = 24): { x: number; y: number }[] {
  const shown = Math.min(count, max)
  const across = Math.max(1, Math.floor((size - 12) / 10))
  return Array.from({ length: shown }, (_, n) => ({ x: 10 + (n % across) * 10, y: size - 10 - Math.floor(n / across) * 10 }))
}
