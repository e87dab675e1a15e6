import { describe, expect, it } from 'vitest'
import { frameOf, project, scaleBar } from './plane'
import { drawShapes, type Shape } from './shapes'
import { columnsFor, dotsIn, layoutTiles, type Tile } from './tiles'

const tile = (code: string, lng?: number, lat?: number): Tile => ({ code, name: code, lng, lat })

describe('tiles', () => {
  it('gives every region one square of its own', () => {
    const tiles = Array.from({ length: 37 }, (_, n) => tile(String(n), (n * 7) % 11, (n * 5) % 13))
    const placed = layoutTiles(tiles)
    expect(new Set(placed.map((p) => `${p.col},${p.row}`)).size).toBe(37)
    expect(Math.max(...placed.map((p) => p.col))).toBeLessThan(columnsFor(37))
  })

  it('draws the street as it lies', () => {
    //  N W . N E
    //  S W . S E
    const placed = layoutTiles([tile('SE', 2, 1), tile('NW', 1, 2), tile('NE', 2, 2), tile('SW', 1, 1)], 2)
    const rows = [0, 1].map((row) => placed.filter((p) => p.row === row).sort((a, b) => a.col - b.col).map((p) => p.tile.code))
    expect(rows).toEqual([['NW', 'NE'], ['SW', 'SE']])
  })

  it('keeps the places that the server gives', () => {
    const placed = layoutTiles([{ ...tile('a'), column: 3, row: 2 }, { ...tile('b'), column: 0, row: 0 }])
    expect(placed.map((p) => [p.tile.code, p.col, p.row])).toEqual([['a', 3, 2], ['b', 0, 0]])
  })

  it('never drops a region without a position', () => {
    expect(layoutTiles([tile('zone'), tile('a', 1, 1)]).map((p) => p.tile.code)).toEqual(['a', 'zone'])
  })

  it('keeps dots inside their square', () => {
    const dots = dotsIn(100, 104)
    expect(dots).toHaveLength(24)
    expect(dots.every((d) => d.x > 0 && d.x < 104 && d.y > 40 && d.y < 104)).toBe(true)
  })
})

describe('plane', () => {
  const places = [{ lng: 115, lat: 35.7 }, { lng: 115.1, lat: 35.8 }]

  it('shows all places, north up, with a kilometre equally long both ways', () => {
    const frame = frameOf(places, 760, 420)
    const [a, b] = places.map((p) => project(frame, p))
    expect(a.y).toBeGreaterThan(b.y)
    expect(a.x).toBeLessThan(b.x)
    for (const p of [a, b]) expect(p.x >= 0 && p.x <= 760 && p.y >= 0 && p.y <= 420).toBe(true)
    const shrink = Math.cos((35.75 * Math.PI) / 180)
    expect(frame.kx / frame.ky).toBeCloseTo(shrink, 5)
  })

  it('stands still for a single place', () => {
    const frame = frameOf([{ lng: 115, lat: 35.7 }], 760, 420)
    expect(project(frame, { lng: 115, lat: 35.7 })).toEqual({ x: expect.closeTo(380, 5), y: expect.closeTo(210, 5) })
  })

  it('measures with a round length', () => {
    const bar = scaleBar(frameOf(places, 760, 420))
    expect(bar.words).toMatch(/^[125]0* (公里|米)$/)
    expect(bar.pixels).toBeLessThanOrEqual(96)
  })
})

describe('shapes', () => {
  const square = (code: string, west: number, south: number): Shape => ({
    properties: { code },
    geometry: { type: 'Polygon', coordinates: [[[west, south], [west + 1, south], [west + 1, south + 1], [west, south + 1], [west, south]]] },
  })

  it('puts north up and west left, in true proportion', () => {
    const { height, drawn } = drawShapes([square('sw', 115, 0), square('ne', 116, 1)], 200)
    expect(height).toBeCloseTo(200, 0)
    expect(drawn.map(({ code, x, y }) => [code, Math.round(x), Math.round(y)])).toEqual([['sw', 50, 150], ['ne', 150, 50]])
    expect(drawn[0].path).toMatch(/^M0\.0 200\.0L100\.0 200\.0/)
  })

  it('names an area of several islands at its largest', () => {
    const islands: Shape = { properties: { code: 'a' }, geometry: { type: 'MultiPolygon', coordinates: [
      [[[0, 0], [0.1, 0], [0.1, 0.1], [0, 0]]],
      [[[2, 0], [4, 0], [4, 1], [2, 1], [2, 0]]],
    ] } }
    expect(drawShapes([islands], 400).drawn[0].x).toBeCloseTo(300)
    expect(drawShapes([], 400).drawn).toEqual([])
  })
})
