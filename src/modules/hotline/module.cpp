#include "modules/hotline/module.h"

#include "modules/hotline/commands.h"
#include "modules/hotline/routes.h"

namespace yilin::hotline {

std::span<const sql::Migration> migrations();

Module module() {
  return {"hotline", migrations(),
          [](Kernel& kernel, http::Router& router) {
            kernel.parts.put<Part>(*kernel.keys, *kernel.readers->borrow());
            listen(kernel);
            add_routes(router);
          },
          {&errors::other_operator, &errors::emergency_already, &errors::no_emergency, &errors::step_taken, &errors::no_number},
          {{"call.ring", "来电"},
           {"call.sos", "紧急求助"},
           {"call.answer", "接听来电"},
           {"call.miss", "来电未接"},
           {"call.draft", "保存来电草稿"},
           {"call.bind", "确认来电老人"},
           {"call.wrap", "话后整理"},
           {"call.emergency", "启动紧急处置"},
           {"call.emergency_step", "登记紧急处置步骤"},
           {"call_task.done", "完成回拨"},
           {"call.reveal", "查看来电号码"}}};
}

}  // namespace yilin::hotline
