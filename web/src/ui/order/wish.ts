import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, ok, type Answer, type Row } from '@/api/client'
import { label } from '@/core/labels'
import { instantOf } from '@/core/time'

export type Quote = Answer<'/api/orders/quote'>
export type Item = Row<'/api/catalogue/items'>

/** What somebody would like: the order form, the call desk and the plan form ask for the same things. */
export interface Wish {
  elder_id: string
  item_id: string
  units: number
  date: string
  clock: string
}

/** The services on offer where the elder lives, with the prices of that place. */
export function useItems(region: () => string | undefined) {
  const query = useQuery({
    queryKey: computed(() => ['catalogue', 'list', 'wish', region() ?? '']),
    queryFn: () => ok(api.GET('/api/catalogue/items', { params: { query: { limit: 200, ...(region() ? { region: region() } : {}) } } })),
  })
  const items = computed(() => query.data.value?.items ?? [])
  const groups = computed(() => {
    const byKind = new Map<string, Item[]>()
    for (const item of items.value) byKind.set(item.category, [...(byKind.get(item.category) ?? []), item])
    return [...byKind].map(([category, list]) => ({ word: label('ServiceItem.category', category), list }))
  })
  return { items, groups, pending: query.isPending }
}

export const isWhole = (wish: Wish): boolean => Boolean(wish.elder_id && wish.item_id && wish.units && wish.date && wish.clock)

/** Price, subsidy and own share, asked again with every change of the wish. `told` is what may be said to the person. */
export function useQuote(wish: () => Wish) {
  const query = useQuery<Quote>({
    queryKey: computed(() => ['quote', { ...wish() }]),
    queryFn: () => {
      const { elder_id, item_id, units, date, clock } = wish()
      return ok(api.GET('/api/orders/quote', { params: { query: { elder_id, item_id, units, wanted_from: instantOf(date, clock) } } }))
    },
    enabled: computed(() => isWhole(wish())),
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
  const quote = computed(() => (isWhole(wish()) ? (query.data.value ?? null) : null))
  const told = computed(() => (query.isPlaceholderData.value || query.isError.value ? null : (quote.value?.self_fen ?? null)))
  return { query, quote, told }
}
