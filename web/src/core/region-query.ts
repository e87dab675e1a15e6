import { watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { chooseRegion, type NamedRegion } from './regions'
import { plainQuery } from './views'

/** For pages that are about one region: a link carries it (`?region=`), and going down or up is a step that Back undoes. */
export function useRegionQuery(): { go: (region: NamedRegion) => void } {
  const route = useRoute()
  const router = useRouter()
  watch(() => route.query.region, (code) => typeof code === 'string' && code && chooseRegion(code), { immediate: true })
  return {
    go: (region) => {
      chooseRegion(region)
      void router.push({ query: { ...plainQuery(route.query), region: region.code } })
    },
  }
}
