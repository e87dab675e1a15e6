import { api, list, ok } from '@/api/client'
import { defineDesk } from '@/core/features'
import { label } from '@/core/labels'
import { shortPlace } from '@/core/regions'

export default defineDesk({
  routes: [
    {
      path: '/elders',
      component: () => import('./ElderList.vue'),
      meta: { title: '老人名册', permission: 'elder.read' },
      children: [{ path: 'new', component: () => import('./ElderForm.vue'), meta: { title: '登记老人', permission: 'elder.write' } }],
    },
    {
      path: '/elders/:id(\\d+)',
      component: () => import('./ElderPage.vue'),
      props: true,
      meta: { title: '老人档案', permission: 'elder.read' },
      children: [
        {
          path: '',
          component: () => import('./ElderOverview.vue'),
          props: true,
          children: [
            { path: 'edit', component: () => import('./ElderEdit.vue'), props: true, meta: { title: '修改档案', permission: 'elder.write' } },
            { path: 'act/:kind(move|transfer|leave|death|restore)', component: () => import('./ElderAct.vue'), props: true, meta: { title: '办理', permission: 'elder.decide' } },
          ],
        },
        { path: 'orders', component: () => import('./ElderOrders.vue'), props: true, meta: { permission: 'order.read' } },
        { path: 'statements', component: () => import('./ElderStatements.vue'), props: true, meta: { title: '老人的结算', permission: 'receipt.read' } },
        { path: 'assessments', component: () => import('./ElderAssessments.vue'), props: true, meta: { permission: 'assessment.read' } },
        {
          path: 'benefits',
          component: () => import('./ElderBenefits.vue'),
          props: true,
          meta: { title: '老人的待遇', permission: 'benefit.read' },
          children: [{ path: 'why', component: () => import('./ElderWhy.vue'), props: true, meta: { title: '为什么' } }],
        },
        { path: 'timeline', component: () => import('./ElderTimeline.vue'), props: true, meta: { permission: 'elder.history' } },
        { path: 'viewers', component: () => import('./ElderViewers.vue'), props: true, meta: { permission: 'elder.history' } },
      ],
    },
    {
      path: '/elders/duplicates',
      component: () => import('./DuplicateList.vue'),
      meta: { title: '疑似重复', permission: 'elder.decide' },
    },
    { path: '/elders/migrations', component: () => import('./MigrationList.vue'), meta: { title: '迁移申请', permission: 'elder.write' } },
  ],
  menu: [
    { job: 'elders', title: '老人名册', to: '/elders', permission: 'elder.read', order: 1 },
    { job: 'elders', title: '迁移申请', to: '/elders/migrations', permission: 'elder.write', order: 4 },
    { job: 'elders', title: '疑似重复', to: '/elders/duplicates', permission: 'elder.decide', order: 5 },
  ],
  palette: [
    { title: '登记老人', keywords: 'dengji laoren djlr xinzeng xinjian', hint: '老人', to: '/elders/new', permission: 'elder.write' },
    { title: '独居老人', keywords: 'duju laoren djlr', hint: '老人名册', to: '/elders?living=alone', permission: 'elder.read' },
    { title: '80 岁以上老人', keywords: 'gaoling 80 bashi', hint: '老人名册', to: '/elders?age_min=80', permission: 'elder.read' },
  ],
  search: [
    {
      title: '老人',
      permission: 'elder.read',
      find: async (text, signal) => {
        const { items } = await ok(api.GET('/api/elders', { params: { query: { q: text, limit: 6 } }, signal }))
        return items.map((e) => ({ key: e.id, title: e.name, detail: `${e.age} 岁 · ${shortPlace(e.region_name)}`, to: `/elders/${e.id}` }))
      },
    },
  ],
  work: [
    {
      key: 'migrations',
      title: '迁移待我办理',
      permission: 'elder.decide',
      order: 29,
      subjects: ['migration'],
      to: '/elders/migrations?waiting_for_me=true',
      load: async () => {
        const page = await list('/api/elders/migrations')({ waiting_for_me: 'true', limit: '4' })
        return {
          total: page.total ?? page.items.length,
          items: page.items.map((m) => ({ key: m.id, title: m.elder_name, detail: `${shortPlace(m.from_name)} → ${shortPlace(m.to_name)}`, to: '/elders/migrations?waiting_for_me=true', tone: 'warn' as const, word: label('MigrationView.kind', m.kind) })),
        }
      },
    },
    {
      key: 'duplicates',
      title: '疑似重复待核对',
      permission: 'elder.decide',
      order: 30,
      subjects: ['elder'],
      to: '/elders/duplicates',
      load: async (region) => {
        const page = await list('/api/elders/duplicates')({ region, state: 'open', limit: '4' })
        return {
          total: page.total ?? page.items.length,
          items: page.items.map((d) => ({
            key: d.id,
            title: `${d.a.name} · ${d.b.name}`,
            detail: d.reasons.map((r) => label('DuplicateView.reasons', r)).join('、'),
            to: '/elders/duplicates',
            tone: 'warn' as const,
            word: `相似度 ${d.score}`,
          })),
        }
      },
    },
  ],
})
