import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { api, ok, type Answer } from '@/api/client'
import { count } from '@/core/money'
import type { MapCircle, MapLine } from '@/ui/PointMap.vue'

export type Shape = Answer<'/api/coverage/reach'>
/** A facility by its number, or a point on the ground. */
export type Asked = { facility: string } | { at: string }

/** How far one gets from what is selected on the map, ready to be drawn, and said in a sentence. */
export function useReachShape(asked: Ref<Asked | null>, reach: Ref<Record<string, unknown>>) {
  const query = useQuery({
    queryKey: computed(() => ['facility', 'reach', asked.value, reach.value]),
    queryFn: () => ok(api.GET('/api/coverage/reach', { params: { query: { ...reach.value, ...asked.value } } } as never)) as Promise<Shape>,
    enabled: computed(() => !!asked.value),
    placeholderData: keepPreviousData,
  })
  const shape = computed(() => (asked.value ? query.data.value : undefined))
  const circles = computed<MapCircle[]>(() => {
    const s = shape.value
    if (!s) return []
    return [...new Set([s.urban_radius_m, s.rural_radius_m])].filter((radius_m) => radius_m > 0).map((radius_m) => ({ lng: s.lon_e6 / 1e6, lat: s.lat_e6 / 1e6, radius_m }))
  })
  const ways = computed<Pick<MapLine, 'from' | 'to'>[]>(() =>
    (shape.value?.ways ?? []).map((w) => ({ from: { lng: w.from_lon_e6 / 1e6, lat: w.from_lat_e6 / 1e6 }, to: { lng: w.to_lon_e6 / 1e6, lat: w.to_lat_e6 / 1e6 } })),
  )
  const words = computed(() => {
    const s = shape.value
    if (!s) return ''
    const how = s.terms.reach === 'straight' ? `图上的圈：城镇 ${count(s.urban_radius_m)} 米、农村 ${count(s.rural_radius_m)} 米（直线）` : s.terms.reach === 'walking' ? '图上的线：走得到的路段' : `到得了 ${s.communities.length} 个社区`
    return `可达 ${count(s.elders)} 位老人。${how}。${s.note}`
  })
  return { shape, circles, ways, words, query }
}
