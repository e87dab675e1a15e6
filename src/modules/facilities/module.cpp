#include "modules/facilities/module.h"

#include "modules/facilities/directory.h"
#include "modules/facilities/memory.h"
#include "modules/facilities/routes.h"
#include "modules/facilities/rules.h"
#include "modules/providers/providers.h"

namespace yilin::facilities {

std::span<const sql::Migration> migrations();

namespace {

// Whoever takes an organisation or an elder back must know that she has facilities, or has been in one.
void listen(Kernel& kernel) {
  kernel.notifications.on<providers::OrganisationWithdrawing>([](command::Tx& tx, const providers::OrganisationWithdrawing& e) -> Status {
    if (tx.db.rows("SELECT 1 FROM facility WHERE organisation_id = ? LIMIT 1", e.organisation).next()) *e.in_use = true;
    return {};
  });
  kernel.notifications.on<registry::ElderWithdrawing>([](command::Tx& tx, const registry::ElderWithdrawing& e) -> Status {
    if (tx.db.rows("SELECT 1 FROM facility_stay WHERE elder_id = ? UNION ALL SELECT 1 FROM facility_attendance WHERE elder_id = ? LIMIT 1", e.elder, e.elder).next())
      *e.in_use = true;
    return {};
  });
  providers::count_facilities_with(kernel, [](sql::Connection& db, OrganisationId organisation) {
    auto rows = db.rows("SELECT COUNT(*) FROM facility WHERE organisation_id = ? AND state <> ?", organisation, FacilityState::closed);
    return rows.next() ? rows.integer(0) : 0;
  });
}

}  // namespace

Module module() {
  return {"facilities", migrations(),
          [](Kernel& kernel, http::Router& router) {
            Memory& memory = kernel.parts.put<Memory>(kernel);
            memory.shelf.load(*kernel.readers->borrow(), kernel.vault);
            memory.layers.load(*kernel.readers->borrow());
            memory.crowds.listen();
            interrupt_leftovers(kernel);
            listen(kernel);
            add_export_routes(router);
            add_register_routes(router);
            add_directory_routes(kernel, router);
            add_coverage_routes(router);
            add_planning_routes(kernel, router);
          },
          {&errors::seed_broken, &errors::facility_closed, &errors::no_bed, &errors::has_bed, &errors::planning_full, &errors::not_run, &errors::no_elders},
          {{"facility.seed", "载入设施标准"},
           {"facility.export", "导出养老服务设施"},
           {"facility.return_export", "导出设施月报"},
           {"facility.add", "登记设施"},
           {"facility.change", "修改设施"},
           {"facility.record", "修改设施登记信息"},
           {"facility.pause", "设施暂停运营"},
           {"facility.reopen", "设施恢复运营"},
           {"facility.close", "关闭设施"},
           {"facility.photo", "上传设施照片"},
           {"facility.photo_remove", "撤下设施照片"},
           {"facility.stay", "办理入住"},
           {"facility.leave", "办理离开"},
           {"facility.attend", "登记到站服务"},
           {"quarter.export", "导出配建情况"},
           {"quarter.add", "登记住宅小区"},
           {"quarter.change", "修改住宅小区"},
           {"quarter.step", "登记小区进度"},
           {"coverage.parameter", "设定服务圈口径"},
           {"coverage.roads", "导入步行路网"},
           {"coverage.times", "导入路程时间表"},
           {"coverage.layer_remove", "停用路网或时间表"},
           {"planning.create", "新建规划方案"},
           {"planning.change", "修改规划方案"},
           {"planning.run", "计算规划方案"},
           {"planning.finish", "规划方案算完"},
           {"planning.cancel", "取消计算"},
           {"planning.interrupt", "规划计算中断"},
           {"planning.allocate", "分配床位与改造任务"}}};
}

}  // namespace yilin::facilities
