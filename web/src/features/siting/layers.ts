import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, ok, raw, type Answer } from '@/api/client'

export type Layers = Answer<'/api/coverage/layers'>
export type Layer = Layers['items'][number]

/** What the city has given for walking and for times; one of each kind is in use. */
export function useLayers() {
  const query = useQuery({ queryKey: ['reach_layer', 'list'], queryFn: () => ok(api.GET('/api/coverage/layers')) })
  const current = computed(() => Object.fromEntries((query.data.value?.items ?? []).filter((l) => l.state === 'current').map((l) => [l.kind, l])) as Partial<Record<'walking' | 'table', Layer>>)
  return { query, current }
}

export interface Given {
  kind: 'roads' | 'times'
  file: File
  source: string
  dated_on: string
  datum: string
}
export async function give({ kind, file, ...said }: Given): Promise<Layer> {
  const query = new URLSearchParams({ source: said.source.trim(), ...(said.dated_on ? { dated_on: said.dated_on } : {}), ...(kind === 'roads' ? { datum: said.datum } : {}) })
  return (await raw(`/api/uploads/coverage/${kind}?${query}`, { method: 'POST', headers: { 'Content-Type': 'application/octet-stream' }, body: file })).json()
}

export const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`
