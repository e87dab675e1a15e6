import { list } from '@/api/client'
import { defineDesk } from '@/core/features'
import { label } from '@/core/labels'
import { leftTag } from './providers'

const workers = (base: string) => [
  { path: `${base}new`, component: () => import('./WorkerForm.vue'), props: true, meta: { title: '登记服务人员', permission: 'provider.edit' } },
  { path: `${base}:worker(\\d+)`, component: () => import('./WorkerAside.vue'), props: true, meta: { title: '服务人员' } },
  { path: `${base}:worker(\\d+)/edit`, component: () => import('./WorkerForm.vue'), props: true, meta: { title: '修改服务人员', permission: 'provider.edit' } },
]
const facilities = (base: string) => [
  { path: `${base}new`, component: () => import('./FacilityForm.vue'), props: true, meta: { title: '登记设施', permission: 'provider.edit' } },
  { path: `${base}:facility(\\d+)`, component: () => import('./FacilityAside.vue'), props: true, meta: { title: '设施' } },
  { path: `${base}:facility(\\d+)/edit`, component: () => import('./FacilityForm.vue'), props: true, meta: { title: '修改设施', permission: 'provider.edit' } },
]

export default defineDesk({
  routes: [
    {
      path: '/providers',
      component: () => import('./OrganisationList.vue'),
      meta: { title: '服务组织', permission: 'provider.read' },
      children: [{ path: 'new', component: () => import('./OrganisationForm.vue'), meta: { title: '登记服务组织', permission: 'provider.vet' } }],
    },
    {
      path: '/providers/:id(\\d+)',
      component: () => import('./OrganisationPage.vue'),
      props: true,
      meta: { title: '服务组织', permission: 'provider.read' },
      children: [
        {
          path: '',
          component: () => import('./OrganisationOverview.vue'),
          props: true,
          children: [{ path: 'edit', component: () => import('./OrganisationForm.vue'), props: true, meta: { title: '修改服务组织', permission: 'provider.edit' } }],
        },
        { path: 'workers', component: () => import('./OrganisationWorkers.vue'), props: true, children: workers('') },
        { path: 'facilities', component: () => import('./OrganisationFacilities.vue'), props: true, children: facilities('') },
      ],
    },
    { path: '/providers/workers', component: () => import('./WorkerList.vue'), meta: { title: '服务人员', permission: 'provider.read' }, children: workers('') },
    { path: '/providers/facilities', component: () => import('./FacilityList.vue'), meta: { title: '养老服务设施', permission: 'provider.read' }, children: facilities('') },
    { path: '/providers/expiring', component: () => import('./ExpiringList.vue'), meta: { title: '证书到期', permission: 'provider.read' } },
  ],
  menu: [
    { job: 'supervision', title: '服务组织', to: '/providers', permission: 'provider.read', order: 1 },
    { job: 'supervision', title: '服务人员', to: '/providers/workers', permission: 'provider.read', order: 2 },
    { job: 'supervision', title: '证书到期', to: '/providers/expiring', permission: 'provider.read', order: 3 },
    { job: 'siting', title: '养老服务设施', to: '/providers/facilities', permission: 'provider.read', order: 1 },
  ],
  palette: [
    { title: '登记服务组织', keywords: 'dengji fuwu zuzhi djfwzz', hint: '服务组织', to: '/providers/new', permission: 'provider.vet' },
    { title: '登记服务人员', keywords: 'dengji fuwu renyuan djfwry', hint: '服务人员', to: '/providers/workers/new', permission: 'provider.edit' },
    { title: '待审核的服务组织', keywords: 'daishenhe zuzhi dsh', hint: '服务组织', to: '/providers?state=applied', permission: 'provider.vet' },
  ],
  search: [
    {
      title: '服务组织',
      permission: 'provider.read',
      find: async (text) => {
        const { items } = await list('/api/organisations')({ q: text, limit: '5' })
        return items.map((o) => ({ key: o.id, title: o.name, detail: label('Organisation.state', o.state), to: `/providers/${o.id}` }))
      },
    },
    {
      title: '服务人员',
      permission: 'provider.read',
      find: async (text) => {
        const { items } = await list('/api/workers')({ q: text, limit: '5' })
        return items.map((w) => ({ key: w.id, title: w.name, detail: w.organisation_name, to: `/providers/workers/${w.id}` }))
      },
    },
  ],
  work: [
    {
      key: 'organisations-applied',
      title: '服务组织待审核',
      permission: 'provider.vet',
      order: 31,
      subjects: ['organisation'],
      to: '/providers?state=applied',
      load: async (region) => {
        const page = await list('/api/organisations')({ region, state: 'applied', limit: '4' })
        return { total: page.total ?? page.items.length, items: page.items.map((o) => ({ key: o.id, title: o.name, detail: label('Organisation.kind', o.kind), to: `/providers/${o.id}`, tone: 'warn' as const, word: '待审核' })) }
      },
    },
    {
      key: 'certificates-expiring',
      title: '证书即将到期',
      permission: 'provider.edit',
      order: 32,
      subjects: ['worker', 'certificate'],
      to: '/providers/expiring',
      load: async (region) => {
        const page = await list('/api/workers/expiring')({ ...(region ? { region } : {}), limit: '4' })
        return {
          total: page.total ?? page.items.length,
          items: page.items.map((c) => ({ key: c.id, title: `${c.worker_name} · ${label('ExpiringCertificate.kind', c.kind)}`, detail: c.organisation_name, to: `/providers/workers/${c.worker_id}`, tone: leftTag(c.days_left).tone, word: leftTag(c.days_left).word })),
        }
      },
    },
  ],
})
