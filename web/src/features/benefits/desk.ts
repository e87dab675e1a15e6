import { list } from '@/api/client'
import { defineDesk } from '@/core/features'
import { shortPlace } from '@/core/regions'
import { applicationTag, taskTag } from '@/ui/benefits'

export default defineDesk({
  routes: [
    {
      path: '/benefits/applications',
      component: () => import('./ApplicationList.vue'),
      meta: { title: '待遇申请', permission: 'benefit.read' },
      children: [
        { path: 'new', component: () => import('./ApplicationForm.vue'), meta: { title: '代为申请', permission: 'application.apply' } },
        { path: ':id(\\d+)', component: () => import('./ApplicationAside.vue'), props: true, meta: { title: '待遇申请' } },
      ],
    },
    {
      path: '/benefits/awards',
      component: () => import('./AwardList.vue'),
      meta: { title: '享受名册', permission: 'benefit.read' },
      children: [{ path: ':id(\\d+)', component: () => import('./AwardAside.vue'), props: true, meta: { title: '享受记录' } }],
    },
    { path: '/benefits/relatives', component: () => import('./RelativeList.vue'), meta: { title: '近亲属备案', permission: 'application.handle' } },
    { path: '/benefits/programs', component: () => import('./ProgramPage.vue'), meta: { title: '待遇办理方式', permission: 'benefit.read' } },
    { path: '/benefits/gaps', component: () => import('./GapPage.vue'), meta: { title: '主动发现', permission: 'benefit_task.read' } },
    {
      path: '/benefits/tasks',
      component: () => import('./TaskList.vue'),
      meta: { title: '走访与核实任务', permission: 'benefit_task.read' },
      children: [{ path: ':id(\\d+)', component: () => import('./TaskAside.vue'), props: true, meta: { title: '任务' } }],
    },
    { path: '/benefits/runs', component: () => import('./RunList.vue'), meta: { title: '月度核定', permission: 'benefit_run.read' } },
    { path: '/benefits/runs/:id(\\d+)', component: () => import('./RunPage.vue'), props: true, meta: { title: '月度核定', permission: 'benefit_run.read' } },
    {
      path: '/benefits/adjustments',
      component: () => import('./AdjustmentList.vue'),
      meta: { title: '追补清单', permission: 'adjustment.read' },
      children: [{ path: ':id(\\d+)', component: () => import('./AdjustmentAside.vue'), props: true, meta: { title: '追补清单' } }],
    },
    { path: '/benefits/funds', component: () => import('./FundPage.vue'), meta: { title: '资金预测', permission: 'fund.read' } },
    { path: '/benefits/funds/shares', component: () => import('./FundShares.vue'), meta: { title: '待遇资金来源', permission: 'fund.read' } },
    { path: '/benefits/lists', component: () => import('./MatchLists.vue'), meta: { title: '名单比对', permission: 'match_list.write' } },
    { path: '/benefits/lists/:id(\\d+)', component: () => import('./MatchPage.vue'), props: true, meta: { title: '比对报告', permission: 'match_list.write' } },
    {
      path: '/benefits/scenarios',
      component: () => import('./ScenarioList.vue'),
      meta: { title: '政策测算', permission: 'benefit_scenario.write' },
    },
    { path: '/benefits/scenarios/new', component: () => import('./ScenarioForm.vue'), meta: { title: '新的测算', permission: 'benefit_scenario.write' } },
    { path: '/benefits/scenarios/tariffs', component: () => import('./TariffPage.vue'), meta: { title: '标准比选', permission: 'benefit_scenario.write' } },
    { path: '/benefits/scenarios/:id(\\d+)', component: () => import('./ScenarioPage.vue'), props: true, meta: { title: '政策测算', permission: 'benefit_scenario.write' } },
    { path: '/benefits/scenarios/compare', component: () => import('./ScenarioCompare.vue'), meta: { title: '测算对比', permission: 'benefit_scenario.write' } },
    { path: '/benefits/decisions/:id(\\d+)/notice', component: () => import('./DecisionNotice.vue'), props: true, meta: { title: '决定告知书', permission: 'benefit.read' } },
    { path: '/elders/:id(\\d+)/benefits/notice', component: () => import('./NoticePage.vue'), props: true, meta: { title: '告知书', permission: 'benefit.read' } },
  ],
  menu: [
    { job: 'benefits', title: '待遇申请', to: '/benefits/applications', permission: 'benefit.read', order: 1 },
    { job: 'benefits', title: '享受名册', to: '/benefits/awards', permission: 'benefit.read', order: 2 },
    { job: 'benefits', title: '主动发现', to: '/benefits/gaps', permission: 'benefit_task.read', order: 3 },
    { job: 'benefits', title: '走访与核实', to: '/benefits/tasks', permission: 'benefit_task.read', order: 4 },
    { job: 'benefits', title: '月度核定', to: '/benefits/runs', permission: 'benefit_run.read', order: 5 },
    { job: 'benefits', title: '追补清单', to: '/benefits/adjustments', permission: 'adjustment.read', order: 6 },
    { job: 'benefits', title: '名单比对', to: '/benefits/lists', permission: 'match_list.write', order: 7 },
    { job: 'funds', title: '资金预测', to: '/benefits/funds', permission: 'fund.read', order: 3 },
    { job: 'supervision', title: '近亲属备案', to: '/benefits/relatives', permission: 'application.handle', order: 30 },
    { job: 'settings', title: '待遇办理方式', to: '/benefits/programs', permission: 'benefit.program', order: 45 },
    { job: 'funds', title: '待遇资金来源', to: '/benefits/funds/shares', permission: 'fund.read', order: 4 },
    { job: 'benefits', title: '政策测算', to: '/benefits/scenarios', permission: 'benefit_scenario.write', order: 8 },
  ],
  palette: [
    { title: '填报福彩公益金预算', keywords: 'fucai gongyijin yusuan zijin', hint: '资金', to: '/benefits/funds', permission: 'fund.write' },
    { title: '设定待遇由谁出钱', keywords: 'daiyu zijin laiyuan fendan', hint: '资金', to: '/benefits/funds/shares', permission: 'fund.write' },
    { title: '标准比选：一个标准取不同的值', keywords: 'biaozhun bixuan cesuan', hint: '待遇政策', to: '/benefits/scenarios/tariffs', permission: 'benefit_scenario.write' },
    { title: '代老人申请待遇', keywords: 'daiyu shenqing dysq butie', hint: '待遇政策', to: '/benefits/applications/new', permission: 'application.apply' },
  ],
  work: [
    {
      key: 'benefit-applications',
      title: '待遇申请逾期',
      permission: 'application.handle',
      order: 33,
      subjects: ['benefit_application'],
      to: '/benefits/applications?overdue=true',
      load: async (region) => {
        const page = await list('/api/benefits/applications')({ overdue: 'true', limit: '4', ...(region ? { region } : {}) })
        return {
          total: page.total ?? page.items.length,
          items: page.items.map((v) => ({ key: v.application.id, title: `${v.elder_name} · ${v.application.benefit}`, detail: shortPlace(v.region_name), to: `/benefits/applications/${v.application.id}`, due: v.application.due_at, ...applicationTag(v.application.state) })),
        }
      },
    },
    {
      key: 'benefit-tasks',
      title: '走访与核实任务',
      permission: 'benefit_task.write',
      order: 34,
      subjects: ['benefit_task'],
      to: '/benefits/tasks?mine=true&state=handed_out',
      load: async () => {
        const page = await list('/api/benefits/tasks')({ mine: 'true', state: 'handed_out', limit: '4' })
        return {
          total: page.total ?? page.items.length,
          items: page.items.map((v) => ({ key: v.task.id, title: `${v.elder_name} · ${v.task.benefit}`, detail: shortPlace(v.region_name), to: `/benefits/tasks/${v.task.id}`, due: v.task.due_at, ...taskTag(v.task) })),
        }
      },
    },
  ],
})
