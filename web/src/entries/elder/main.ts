import { VueQueryPlugin } from '@tanstack/vue-query'
import { createApp } from 'vue'
import { createRouter, createWebHistory } from 'vue-router'
import { createQueries } from '@/api/query'
import { gather, type FaceFeature } from '@/core/features'
import { guard } from '@/core/guard'
import { loadSite } from '@/core/site'
import { applySize } from '@/elder-ui/size'
import '@/ui/tokens.css'
import '@/elder-ui/elder.css'
import App from './App.vue'
import { featuresKey } from '../features'

applySize()
document.documentElement.dataset.face = 'elder'

const features = gather<FaceFeature>(import.meta.glob('../../features/*/elder.ts', { eager: true }))

const router = createRouter({
  history: createWebHistory('/elder/'),
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  routes: [
    { path: '/', component: () => import('./Home.vue'), meta: { title: '首页' } },
    { path: '/login', component: () => import('./Login.vue'), meta: { title: '登录', open: true } },
    { path: '/who', component: () => import('./Who.vue'), meta: { title: '为谁办理' } },
    { path: '/settings', component: () => import('./Settings.vue'), meta: { title: '设置' } },
    { path: '/other', component: () => import('@/ui/OtherKind.vue'), meta: { title: '换一个入口' } },
    ...features.flatMap((feature) => feature.routes),
    { path: '/:rest(.*)*', component: () => import('../NotFound.vue'), meta: { title: '没有这个页面', open: true } },
  ],
})
guard(router, ['home'], '颐邻长辈版')

void loadSite()
createApp(App)
  .use(router)
  .use(VueQueryPlugin, { queryClient: createQueries() })
  .provide(featuresKey, features)
  .mount('#app')
