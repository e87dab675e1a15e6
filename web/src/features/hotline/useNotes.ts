import { onScopeDispose, reactive, ref, toRaw, watch } from 'vue'
import { api, asProblem, isProblem, ok } from '@/api/client'
import { dropDraft, loadDraft, saveDraft } from '@/core/drafts'
import { addDays, today } from '@/core/time'
import { readCall, type Call } from './calls'
import { readNotes, type CallNotes } from './notes'
import { createSaver, type Saver, type SaverState } from '@/core/saver'

/**
 * The notes of the call that is open: on this machine with every key, on the server a moment later, so that neither a reload
 * nor another machine loses a word. Sent only while the call is mine; before the answer they wait here.
 */
export function useNotes(call: () => Call | undefined, mine: () => boolean) {
  const tomorrow = addDays(today(), 1)
  const notes = reactive(readNotes('{}', tomorrow)) as CallNotes
  const state = ref<SaverState>('saved')
  let open = ''
  let version = 0
  let saved = ''
  let saver: Saver | null = null

  const draft = (id: string) => `call-${id}`
  const text = () => JSON.stringify(notes)

  function saverOf(id: string): Saver {
    return createSaver({
      async save(body) {
        try {
          const answer = await ok(api.PUT('/api/calls/{id}/draft', { params: { path: { id } }, body: { version, draft: body } }))
          version = answer.version ?? version
        } catch (cause) {
          // My own answer or binding has moved the version on: take it, and send again.
          if (isProblem(cause, 'conflict')) version = (await readCall(id)).call.version ?? version
          throw cause
        }
      },
      again: (cause) => asProblem(cause).undecided || isProblem(cause, 'conflict'),
      tell(now, done) {
        if (id !== open) return
        state.value = now
        if (done === undefined) return
        saved = done
        if (text() === done) dropDraft(draft(id))
      },
    })
  }

  watch(
    () => call()?.id,
    (id) => {
      void saver?.flush()
      open = id ?? ''
      saver = open ? saverOf(open) : null
      version = call()?.version ?? 0
      const kept = loadDraft<CallNotes>(draft(open))
      const stored = readNotes(call()?.draft, tomorrow)
      saved = JSON.stringify(stored)
      state.value = 'saved'
      Object.assign(notes, open && kept ? readNotes(JSON.stringify(kept), tomorrow) : stored)
    },
    { immediate: true },
  )
  watch(() => call()?.version, (now) => (version = Math.max(version, now ?? 0)))
  watch(
    [() => text(), mine],
    ([now, own]) => {
      if (!open || now === saved) return
      saveDraft(draft(open), toRaw(notes))
      if (own) saver?.change(now)
    },
    { flush: 'post' },
  )
  onScopeDispose(() => void saver?.flush())

  /** The call is over: what was typed has gone where it belongs. */
  function finish() {
    saver?.stop()
    dropDraft(draft(open))
  }
  return { notes, state, finish, flush: () => saver?.flush() ?? Promise.resolve() }
}
