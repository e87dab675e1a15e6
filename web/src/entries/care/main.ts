import { VueQueryPlugin } from '@tanstack/vue-query'
import { createApp } from 'vue'
import { createRouter, createWebHistory } from 'vue-router'
import { createQueries } from '@/api/query'
import { gather, type FaceFeature } from '@/core/features'
import { guard } from '@/core/guard'
import { rememberSession } from '@/core/session'
import { loadSite } from '@/core/site'
import { registerWorker } from '@/offline/register'
import '@/ui/tokens.css'
import '@/elder-ui/elder.css'
import App from './App.vue'
import { featuresKey } from '../features'

document.documentElement.dataset.face = 'care'
rememberSession()

const features = gather<FaceFeature>(import.meta.glob('../../features/*/care.ts', { eager: true }))

const router = createRouter({
  history: createWebHistory('/care/'),
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  routes: [
    { path: '/', component: () => import('./Home.vue'), meta: { title: '今天' } },
    { path: '/outbox', component: () => import('./OutboxPage.vue'), meta: { title: '待上传' } },
    { path: '/me', component: () => import('./Me.vue'), meta: { title: '我' } },
    { path: '/login', component: () => import('./Login.vue'), meta: { title: '登录', open: true, bare: true } },
    { path: '/other', component: () => import('@/ui/OtherKind.vue'), meta: { title: '换一个入口', bare: true } },
    ...features.flatMap((feature) => feature.routes),
    { path: '/:rest(.*)*', component: () => import('../NotFound.vue'), meta: { title: '没有这个页面' } },
  ],
})
guard(router, ['worker'], '颐邻上门服务')

void loadSite()
void registerWorker()
createApp(App)
  .use(router)
  .use(VueQueryPlugin, { queryClient: createQueries() })
  .provide(featuresKey, features)
  .mount('#app')
