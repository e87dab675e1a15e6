import { QueryClient } from '@tanstack/vue-query'
import { asProblem } from './problem'

const stale_ms = 30_000
const attempts_max = 3

/** One cache per face. Only a missing answer is worth asking again; a refusal is an answer. */
export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: stale_ms,
        refetchOnWindowFocus: true,
        retry: (failures, cause) => failures < attempts_max && asProblem(cause).undecided,
      },
      mutations: { retry: false },
    },
  })
}
