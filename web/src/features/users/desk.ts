import { defineDesk } from '@/core/features'

export default defineDesk({
  routes: [
    {
      path: '/users',
      component: () => import('./UserList.vue'),
      meta: { title: '账号', permission: 'user.read' },
      children: [
        { path: 'new', component: () => import('./UserForm.vue'), meta: { title: '新建账号', permission: 'user.manage' } },
        { path: ':id(\\d+)', component: () => import('./UserAside.vue'), props: true, meta: { title: '账号' } },
        { path: ':id(\\d+)/grants', component: () => import('./GrantForm.vue'), props: true, meta: { title: '授予角色和范围', permission: 'user.authorise' } },
      ],
    },
    { path: '/me', component: () => import('./AccountPage.vue'), meta: { title: '密码与登录设备' } },
  ],
  menu: [
    { job: 'settings', title: '账号', to: '/users', permission: 'user.read', order: 1 },
    { job: 'settings', title: '密码与登录设备', to: '/me', order: 90 },
  ],
  palette: [
    { title: '新建账号', keywords: 'xinjian zhanghao xjzh', hint: '账号', to: '/users/new', permission: 'user.manage' },
    { title: '修改我的密码', keywords: 'xiugai mima xgmm dongtai kouling', to: '/me' },
  ],
})
