import { watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { chooseRegion, currentRegion, type NamedRegion } from './regions'
import { plainQuery } from './views'

/** For pages that are about one region: a link carries it (`?region=`), and going down or up is a step that Back undoes. */
export function useRegionQuery(): { go: (region: NamedRegion) => void } {
  const route = useRoute()
  const router = useRouter()
  const page = route.path
  const first = currentRegion.value
  watch(
    () => route.query.region,
    (code) => {
      if (typeof code === 'string' && code) chooseRegion(code)
      // Back to the address one came in by, which named no region.
      else if (first && route.path === page) chooseRegion(first)
    },
    { immediate: true },
  )
  return {
    go: (region) => {
      chooseRegion(region)
      void router.push({ query: { ...plainQuery(route.query), region: region.code } })
    },
  }
}
