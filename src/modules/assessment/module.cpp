#include "modules/assessment/module.h"

#include "modules/assessment/commands.h"
#include "modules/assessment/routes.h"
#include "modules/assessment/shelf.h"

namespace yilin::assessment {

std::span<const sql::Migration> migrations();

Module module() {
  return {"assessment", migrations(),
          [](Kernel& kernel, http::Router& router) {
            kernel.parts.put<Shelf>(*kernel.readers->borrow(), civil_date(kernel.clock.now()));
            listen(kernel);
            add_routes(router);
          },
          {&errors::questionnaire_broken, &errors::questionnaire_known, &errors::not_assessor, &errors::own_work, &errors::flags_open, &errors::already_open,
           &errors::window_over, &errors::certificate_unknown, &errors::file_rows},
          {{"assessor.add", "登记评估员"},
           {"assessor.end", "停止评估员"},
           {"assessment.plan", "安排能力评估"},
           {"assessment.save", "保存能力评估"},
           {"assessment.sign", "评估签名"},
           {"assessment.photo", "上传评估照片"},
           {"assessment.submit", "提交能力评估"},
           {"assessment.return", "退回能力评估"},
           {"assessment.review", "审核能力评估"},
           {"assessment.confirm", "确认评估结果"},
           {"assessment.dispute", "对评估结果提出异议"},
           {"assessment.uphold", "维持评估结果"},
           {"assessment.void", "作废能力评估"},
           {"assessment.flag", "处理评估疑点"},
           {"assessment.recognise", "登记互认评估结果"},
           {"assessment.import", "导入能力评估"},
           {"assessment.export", "导出能力评估"},
           {"assessment.questionnaire", "导入评估量表"},
           {"assessment.change", "报告健康状况变化"}}};
}

}  // namespace yilin::assessment
