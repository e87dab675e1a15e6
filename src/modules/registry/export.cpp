// The roll of elders as a spreadsheet: everybody who passes the list's filters, a block at a time, masked by the caller's
// right, journalled before the first byte. No reading transaction outlives a block.
#include <fmt/format.h>

#include "http/download/download.h"
#include "modules/registry/reading.h"
#include "modules/registry/routes.h"

namespace yilin::registry {
namespace {

struct ExportRow {
  std::string name;
  Sex sex = Sex::unknown;
  std::int32_t age = -1;
  Date birth;
  IdCard id_card;
  Phone phone;
  std::string region_name, address;
  std::vector<Label> labels;
  Living living = Living::unknown;
  Ability ability = Ability::unassessed;
  ElderState state = ElderState::active;
  ElderId id;
  static const entity::Table& fields();
};

const entity::Table& ExportRow::fields() {
  using entity::Pii;
  static const entity::Table table("ElderExportRow", "老人名册", {
      entity::field<&ExportRow::name>("name", "姓名").pii(Pii::name),
      entity::field<&ExportRow::sex>("sex", "性别"),
      entity::field<&ExportRow::age>("age", "年龄"),
      entity::field<&ExportRow::birth>("birth", "出生日期"),
      entity::field<&ExportRow::id_card>("id_card", "身份证号").pii(Pii::id_number),
      entity::field<&ExportRow::phone>("phone", "电话").pii(Pii::phone),
      entity::field<&ExportRow::region_name>("region_name", "社区"),
      entity::field<&ExportRow::address>("address", "住址").pii(Pii::address),
      entity::field<&ExportRow::labels>("labels", "标签"),
      entity::field<&ExportRow::living>("living", "居住情况"),
      entity::field<&ExportRow::ability>("ability", "能力等级").pii(Pii::health),
      entity::field<&ExportRow::state>("state", "状态"),
      entity::field<&ExportRow::id>("id", "档案编号"),
  });
  return table;
}

// The next block of texts, a row a vector; empty at the end.
class Roll {
 public:
  Roll(Kernel& kernel, std::shared_ptr<const access::Caller> caller, Filter filter)
      : kernel_(kernel), caller_(std::move(caller)), filter_(std::move(filter)), today_(civil_date(kernel.clock.now())) {}

  std::vector<std::vector<std::string>> next() {
    std::vector<std::vector<std::string>> out;
    const auto ids = page(kernel_, filter_, after_, reading::kIdsMax);
    if (ids.empty()) return out;
    after_ = ids.back();
    auto lease = kernel_.readers->borrow();
    const auto elders = reading::rows(*lease, kernel_, ids);
    const auto briefs = reading::briefs_of(elders, kernel_, today_);
    for (std::size_t i = 0; i < elders.size(); ++i) {
      const ElderBrief& b = briefs[i];
      const ExportRow row{b.name,   b.sex,     b.age,  b.birth,   elders[i].id_card, b.phone, b.region_name,
                          b.address, b.labels, b.living, b.ability, b.state,          b.id};
      std::vector<std::string> cells;
      for (const entity::Field& f : ExportRow::fields().fields()) cells.push_back(f.codec->to_text(f.get(&row), f, caller_->viewer));
      if (b.age < 0) cells[2].clear();
      out.push_back(std::move(cells));
    }
    return out;
  }

 private:
  Kernel& kernel_;
  std::shared_ptr<const access::Caller> caller_;
  Filter filter_;
  Date today_;
  ElderId after_;
};

struct Asked {
  Filter filter;
  std::int64_t rows = 0;
};

// Reads the filters and journals who takes how many.
Result<Asked> asked(http::Context& context, const http::Request& request, http::download::Format format) {
  using http::download::kXlsxRowsMax;
  const bool xlsx = format == http::download::Format::xlsx;
  Kernel& kernel = context.kernel;
  const Date today = civil_date(kernel.clock.now());
  ElderQuery in;
  YILIN_CHECK(http::Router::read_input(ElderQuery::fields(), &in, {&context.path, &request.query, nullptr}, today));
  if (!in.q.empty()) return fail_field("q", "关键字", "导出按条件筛选，不支持关键字。");
  Asked out;
  out.filter = reading::filter_of(in, *context.session.caller, today);
  out.rows = count(kernel, out.filter);
  if (xlsx && out.rows > kXlsxRowsMax)
    return fail(yilin::errors::too_large, fmt::format("共 {} 人，超过 Excel 导出的 {} 人，请缩小范围或导出 CSV。", out.rows, kXlsxRowsMax));
  YILIN_CHECK(command::run(kernel, *context.session.caller, [&](command::Tx& tx) -> Status {
    tx.record({"elder.export", "elder_roll", 0, in.region, {}, {}, fmt::format("{{\"format\":\"{}\",\"rows\":{}}}", xlsx ? "xlsx" : "csv", out.rows)});
    return {};
  }));
  return out;
}

http::RawHandler exporter(http::download::Format format) {
  return [format](http::Context context, http::Request request, std::shared_ptr<http::Responder> responder) {
    auto wanted = asked(context, request, format);
    if (!wanted) return responder->respond(http::Router::problem(wanted.error()));
    http::download::Table table{"elders", "老人名册", {}, {}};
    for (const entity::Field& f : ExportRow::fields().fields()) table.columns.push_back({std::string(f.label)});
    const auto roll = std::make_shared<Roll>(context.kernel, context.session.caller, std::move(wanted->filter));
    table.next = [roll]() -> Result<std::vector<std::vector<std::string>>> { return roll->next(); };
    http::download::answer(context.kernel, responder, std::move(table), format);
  };
}

}  // namespace

void add_export_routes(http::Router& router) {
  router.raw({"GET /api/elders/export.csv", "导出老人名册（CSV）", elder_export}, exporter(http::download::Format::csv), &ElderQuery::fields());
  router.raw({"GET /api/elders/export.xlsx", "导出老人名册（Excel）", elder_export}, exporter(http::download::Format::xlsx), &ElderQuery::fields());
}

}  // namespace yilin::registry
