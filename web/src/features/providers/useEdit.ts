import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, watch } from 'vue'
import { api, ok } from '@/api/client'
import { filled, useForm } from '@/core/form'
import { toast } from '@/core/toasts'
import type { Thing } from './moves'

const subjects = { organisations: 'organisation', workers: 'worker', facilities: 'facility' }

/**
 * A form that registers something new, or, with an id, changes what there is: read once, filled in, sent back with its version.
 * `blank` also names the fields that are sent.
 */
export function useEdit<Values extends object>(thing: Thing, id: () => string | undefined, blank: () => Values, read: (id: string) => Promise<object>) {
  const queries = useQueryClient()
  const query = useQuery({ queryKey: computed(() => [subjects[thing], id() ?? '']), queryFn: () => read(id()!), enabled: computed(() => !!id()) })
  const form = useForm<Values & { version: number }, { id: string }>({
    initial: () => ({ ...blank(), version: 0 }),
    submit: ({ version, ...values }, init) => {
      const known = id()
      const body = known ? { ...filled(values), version } : filled(values)
      return (known
        ? ok(api.PUT(`/api/${thing}/{id}` as never, { params: { path: { id: known } }, body, ...init } as never))
        : ok(api.POST(`/api/${thing}` as never, { body, ...init } as never))) as Promise<{ id: string }>
    },
  })
  watch(
    () => query.data.value as Record<string, unknown> | undefined,
    (found) => {
      if (!found || form.dirty) return
      const secret = ['phone', 'id_card'].filter(() => thing === 'workers')
      const taken = Object.entries(blank()).map(([key, empty]) => [key, secret.includes(key) ? '' : (found[key] ?? empty)])
      form.reset({ ...(Object.fromEntries(taken) as Values), version: found.version as number })
    },
    { immediate: true },
  )
  async function save(): Promise<string | null> {
    const made = await form.submit()
    if (!made) return null
    toast(id() ? '已保存。' : '已登记。')
    void queries.invalidateQueries({ queryKey: [subjects[thing]] })
    return made.id
  }
  return { form, query, save }
}
