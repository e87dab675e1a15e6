import { api, ok } from '@/api/client'
import { currentElder } from '@/core/elder'
import { defineFace } from '@/core/features'

/** The red key: tells the hotline who needs help, beside the numbers to call. */
async function sos(): Promise<string> {
  if (!currentElder.value) return '请直接打电话。'
  await ok(api.POST('/api/calls/sos', { body: { elder_id: currentElder.value.id } }))
  return '已经通知服务热线，马上有人给您打电话。有危险请现在就打 120。'
}

export default defineFace({ routes: [], sos })
