import { list } from '@/api/client'
import { defineDesk } from '@/core/features'
import { shortPlace } from '@/core/regions'

export default defineDesk({
  routes: [
    {
      path: '/assessments',
      component: () => import('./AssessmentList.vue'),
      meta: { title: '能力评估', permission: 'assessment.read' },
      children: [
        { path: 'new', component: () => import('./PlanForm.vue'), meta: { title: '安排评估', permission: 'assessment.plan' } },
        { path: 'import', component: () => import('./ImportForm.vue'), meta: { title: '导入评估', permission: 'assessment.plan' } },
        { path: 'recognise', component: () => import('./RecogniseForm.vue'), meta: { title: '登记互认结果', permission: 'assessment.plan' } },
      ],
    },
    {
      path: '/assessments/due',
      component: () => import('./DueList.vue'),
      meta: { title: '待评估', permission: 'assessment.plan' },
      children: [{ path: 'new', component: () => import('./PlanForm.vue'), meta: { title: '安排评估', permission: 'assessment.plan' } }],
    },
    { path: '/assessments/review', component: () => import('./ReviewList.vue'), meta: { title: '评估审核', permission: 'assessment.review' } },
    {
      path: '/assessments/assessors',
      component: () => import('./AssessorList.vue'),
      meta: { title: '评估员', permission: 'assessment.plan' },
      children: [{ path: 'new', component: () => import('./AssessorForm.vue'), meta: { title: '登记评估员', permission: 'assessor.manage' } }],
    },
    { path: '/assessments/outliers', component: () => import('./OutlierPage.vue'), meta: { title: '评估员等级分布比较', permission: 'assessment.review' } },
    { path: '/assessments/questionnaires', component: () => import('./QuestionnairePage.vue'), meta: { title: '评估量表', permission: 'assessment.plan' } },
    { path: '/assessments/:id(\\d+)', component: () => import('./AssessmentPage.vue'), props: true, meta: { title: '评估详情', permission: 'assessment.read' } },
    { path: '/assessments/:id(\\d+)/form', component: () => import('./AssessPage.vue'), props: true, meta: { title: '填写评估表', permission: 'assessment.assess' } },
    { path: '/assessments/:id(\\d+)/report', component: () => import('./ReportPage.vue'), props: true, meta: { title: '评估报告', permission: 'assessment.read' } },
    { path: '/assessments/:id(\\d+)/certificate', component: () => import('./CertificatePage.vue'), props: true, meta: { title: '结果证明', permission: 'assessment.read' } },
  ],
  menu: [
    { job: 'elders', title: '能力评估', to: '/assessments', permission: 'assessment.read', order: 2 },
    { job: 'elders', title: '待评估', to: '/assessments/due', permission: 'assessment.plan', order: 3 },
    { job: 'supervision', title: '评估审核', to: '/assessments/review', permission: 'assessment.review', order: 20 },
    { job: 'settings', title: '评估员', to: '/assessments/assessors', permission: 'assessment.plan', order: 40 },
    { job: 'settings', title: '评估量表', to: '/assessments/questionnaires', permission: 'assessment.plan', order: 41 },
  ],
  palette: [
    { title: '安排评估', keywords: 'anpai pinggu appg', hint: '能力评估', to: '/assessments/new', permission: 'assessment.plan' },
    { title: '导入评估（FHIR）', keywords: 'daoru pinggu fhir', hint: '能力评估', to: '/assessments/import', permission: 'assessment.plan' },
    { title: '登记互认结果', keywords: 'dengji huren djhr', hint: '能力评估', to: '/assessments/recognise', permission: 'assessment.plan' },
    { title: '评估员等级分布比较', keywords: 'pinggu fenbu bijiao yichang', hint: '评估员', to: '/assessments/outliers', permission: 'assessment.review' },
  ],
  work: [
    {
      key: 'assessments-mine',
      title: '由我评估',
      permission: 'assessment.assess',
      order: 12,
      subjects: ['assessment'],
      to: '/assessments?mine=true&state=draft',
      load: async (region) => {
        const page = await list('/api/assessments')({ region, mine: 'true', state: 'draft', limit: '4' })
        return {
          total: page.total ?? page.items.length,
          items: page.items.map((one) => ({ key: one.id ?? '', title: `${one.elder_name}，${one.elder_age} 岁`, detail: shortPlace(one.region_name), to: `/assessments/${one.id}/form`, tone: 'info' as const, word: '待填写' })),
        }
      },
    },
    {
      key: 'assessments-review',
      title: '评估待审核',
      permission: 'assessment.review',
      order: 18,
      subjects: ['assessment'],
      to: '/assessments/review',
      load: async (region) => {
        const page = await list('/api/assessments/review')({ region, limit: '4' })
        return {
          total: page.total ?? page.items.length,
          items: page.items.map((one) => ({ key: one.row?.id ?? '', title: one.row?.elder_name ?? '', detail: one.why ?? '', to: `/assessments/${one.row?.id}`, tone: one.flags?.length ? ('bad' as const) : ('warn' as const), word: one.flags?.length ? '有疑点' : '待审核' })),
        }
      },
    },
  ],
})
