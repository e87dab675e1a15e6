/** A city's own GeoJSON as the server gives it: only codes and shapes. */
export interface Shape {
  properties: { code: string }
  geometry: { type: 'Polygon'; coordinates: Ring[] } | { type: 'MultiPolygon'; coordinates: Ring[][] }
}
type Ring = [number, number][]

export interface Drawn {
  code: string
  path: string
  /** Middle of the largest ring's box: where the name stands. */
  x: number
  y: number
}

const near_px = 0.6

const ringsOf = (shape: Shape): Ring[] => (shape.geometry.type === 'Polygon' ? shape.geometry.coordinates : shape.geometry.coordinates.flat())

function box(points: Ring) {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [lng, lat] of points) {
    west = Math.min(west, lng)
    east = Math.max(east, lng)
    south = Math.min(south, lat)
    north = Math.max(north, lat)
  }
  return { west, south, east, north }
}

/** Plate carrée at the middle latitude, north up, filling `width`; points nearer than a pixel are left out. */
export function drawShapes(shapes: readonly Shape[], width: number): { height: number; drawn: Drawn[] } {
  const all = shapes.flatMap(ringsOf).flat()
  if (!all.length) return { height: 0, drawn: [] }
  const { west, south, east, north } = box(all)
  const kx = width / Math.max(1e-9, east - west)
  const ky = kx / Math.cos((((south + north) / 2) * Math.PI) / 180)
  const place = ([lng, lat]: [number, number]): [number, number] => [(lng - west) * kx, (north - lat) * ky]

  const drawn = shapes.map((shape) => {
    const rings = ringsOf(shape)
    const path = rings
      .map((ring) => {
        let last: [number, number] | null = null
        const kept = ring.map(place).filter((point) => {
          if (last && Math.hypot(point[0] - last[0], point[1] - last[1]) < near_px) return false
          last = point
          return true
        })
        return `M${kept.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}Z`
      })
      .join('')
    const area = (ring: Ring) => ((b) => (b.east - b.west) * (b.north - b.south))(box(ring))
    const main = box(rings.reduce((best, ring) => (area(ring) > area(best) ? ring : best)))
    const [x, y] = place([(main.west + main.east) / 2, (main.south + main.north) / 2])
    return { code: shape.properties.code, path, x, y }
  })
  return { height: (north - south) * ky, drawn }
}
