import { defineDesk } from '@/core/features'

export default defineDesk({
  routes: [{ path: '/regions', component: () => import('./RegionsPage.vue'), meta: { title: '区划与地图', permission: 'region.zone_add' } }],
  menu: [{ job: 'settings', title: '区划与地图', to: '/regions', permission: 'region.zone_add', order: 20 }],
  palette: [{ title: '区划与地图', keywords: 'quhua ditu gongnengqu gnq qhdt geojson shentuhao', hint: '设置', to: '/regions', permission: 'region.zone_add' }],
})
