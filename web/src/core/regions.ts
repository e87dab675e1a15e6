import { computed, reactive } from 'vue'
import { api, ok, type Row } from '@/api/client'
import { session } from './session'

export type RegionNode = Row<'/api/regions/children'>
export interface NamedRegion {
  code: string
  name: string
}

/** 410900… city, 410902… county, 410902006… street, 410902006001 community. */
export function levelOf(code: string): 'city' | 'county' | 'street' | 'community' {
  if (code.slice(9) !== '000') return 'community'
  if (code.slice(6, 9) !== '000') return 'street'
  return code.slice(4, 6) === '00' ? 'city' : 'county'
}

/** Is `code` inside the subtree of `ancestor`? */
export function within(code: string, ancestor: string): boolean {
  const digits = { city: 4, county: 6, street: 9, community: 12 }[levelOf(ancestor)]
  return code.slice(0, digits) === ancestor.slice(0, digits)
}

/** The codes above `code`, city first. */
export function ancestors(code: string): string[] {
  const all = [4, 6, 9].map((digits) => code.slice(0, digits).padEnd(12, '0'))
  return [...new Set(all)].filter((c) => c !== code)
}

/** The session's scopes under short names: "华龙区" instead of "河南省濮阳市华龙区". */
export const scopes = computed<NamedRegion[]>(() => {
  const city = session.value?.city
  return (session.value?.scopes ?? []).map(({ code, name }) => ({
    code,
    name: code === city?.code ? city.name : (city && name.split(city.name).at(-1)) || name,
  }))
})

const names = reactive(new Map<string, string>())
const children = new Map<string, Promise<RegionNode[]>>()

export function rememberRegion(region: NamedRegion): void {
  names.set(region.code, region.name)
}

/** After a division was added: what was asked before is asked again. */
export const forgetChildren = (): void => children.clear()

/** Children of a region, asked once a session. An empty parent is the top of one's own scope. */
export function childrenOf(parent: string): Promise<RegionNode[]> {
  let asked = children.get(parent)
  if (!asked) {
    asked = ok(api.GET('/api/regions/children', { params: { query: { parent } } })).then(({ items }) => {
      const named = items.map((item) => ({ ...item, name: item.short_name || item.name }))
      named.forEach(rememberRegion)
      return named
    })
    asked.catch(() => children.delete(parent))
    children.set(parent, asked)
  }
  return asked
}

/** The name of a code: known at once, or looked up through its parent; the code itself until then. */
export function regionName(code: string | null | undefined): string {
  if (!code) return '—'
  const known = names.get(code) ?? scopes.value.find((s) => s.code === code)?.name
  if (known) return known
  const parent = ancestors(code).at(-1)
  if (parent) childrenOf(parent).catch(() => {})
  return code
}

/** 华龙区 · 中原路街道: from below the scope's own top down to the code. */
export function regionPath(code: string): string {
  const tops = scopes.value
  const inside = [...ancestors(code), code].filter((c) => tops.some((top) => top.code !== c && within(c, top.code)))
  return (inside.length ? inside : [code]).map(regionName).join(' · ')
}

/** 华龙区中原路街道京东社区: the city goes without saying. */
export function shortPlace(name: string): string {
  const city = session.value?.city?.name
  return city && name.startsWith(city) && name.length > city.length ? name.slice(city.length) : name
}

const choiceKey = 'yilin-region'
const choice = reactive({ code: sessionStorage.getItem(choiceKey) ?? '' })

/** The region that the desk is looking at: always one within the session's scope. */
export const currentRegion = computed<NamedRegion | null>(() => {
  const tops = scopes.value
  const code = tops.some((top) => choice.code && within(choice.code, top.code)) ? choice.code : tops[0]?.code
  return code ? { code, name: regionName(code) } : null
})

export function chooseRegion(region: NamedRegion | string): void {
  if (typeof region !== 'string') rememberRegion(region)
  choice.code = typeof region === 'string' ? region : region.code
  sessionStorage.setItem(choiceKey, choice.code)
}
