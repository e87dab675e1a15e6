#include "modules/providers/module.h"

#include "modules/providers/commands.h"
#include "modules/providers/index.h"
#include "modules/providers/routes.h"

namespace yilin::providers {

std::span<const sql::Migration> migrations();

Module module() {
  return {"providers", migrations(),
          [](Kernel& kernel, http::Router& router) {
            kernel.parts.put<Part>(*kernel.keys).load(*kernel.readers->borrow(), kernel.vault);
            handle_deadlines(kernel);
            add_routes(router);
          },
          {&errors::credit_code_taken, &errors::worker_known, &errors::organisation_removed, &errors::worker_left},
          {{"organisation.export", "导出服务组织"},
           {"worker.export", "导出服务人员"},
           {"organisation.apply", "登记服务组织"},
           {"organisation.change", "修改服务组织"},
           {"organisation.approve", "服务组织审核通过"},
           {"organisation.refuse", "服务组织审核不通过"},
           {"organisation.activate", "服务组织启用"},
           {"organisation.reapply", "服务组织重新申请"},
           {"organisation.suspend", "暂停服务组织"},
           {"organisation.reinstate", "恢复服务组织"},
           {"organisation.remove", "清退服务组织"},
           {"worker.add", "登记服务人员"},
           {"worker.change", "修改服务人员"},
           {"worker.suspend", "暂停服务人员"},
           {"worker.reinstate", "恢复服务人员"},
           {"worker.leave", "服务人员离职"},
           {"worker.return", "服务人员返岗"},
           {"worker.reveal", "查看服务人员敏感信息"},
           {"certificate.add", "登记证书"},
           {"certificate.revoke", "作废证书"},
           {"certificate.warning", "证书即将到期"},
           {"certificate.expire", "证书到期"}}};
}

}  // namespace yilin::providers
