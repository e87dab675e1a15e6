#include "modules/imports/rows.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "modules/catalogue/catalogue.h"
#include "modules/imports/row_kinds.h"

namespace yilin::imports {
namespace {

// Numbers that the row itself carries make it that row; without one, what was said of it does.
std::string identity_of(Kind kind, const ReadRow& row, const Sheet& sheet) {
  const auto joined = [&](std::initializer_list<std::string_view> fields) {
    std::string out = fmt::format("{}", static_cast<int>(kind));
    for (const std::string_view field : fields) out.append("|").append(text::compact(sheet.cell(field)));
    return out;
  };
  if (std::holds_alternative<FacilityRow>(row.what)) return joined({"name", "region", "address"}) + "|f";
  switch (kind) {
    case Kind::workers: return joined({"organisation", "id_card"});
    case Kind::providers: return sheet.cell("credit_code").empty() ? joined({"name", "region"}) : joined({"credit_code"});
    case Kind::orders: return sheet.cell("number").empty() ? joined({"id_card", "item", "started"}) : joined({"number", "organisation"});
    case Kind::elders: break;
  }
  return {};
}

}  // namespace

bool Brought::has(std::string_view name) const { return std::binary_search(organisations.begin(), organisations.end(), name); }
void Brought::add(std::string name) {
  const auto at = std::lower_bound(organisations.begin(), organisations.end(), name);
  if (at == organisations.end() || *at != name) organisations.insert(at, std::move(name));
}

Entered added(Subject subject, std::int64_t id) { return {Fate::added, {}, subject, id}; }
Entered known(Subject subject) { return {Fate::known, {}, subject, 0}; }
Entered wrong(Kind kind, std::string_view field, std::string message) {
  Entered out;
  const Target* target = find_target(kind, field);
  out.errors.push_back({std::string(field), std::string(target ? target->label : field), std::move(message)});
  return out;
}
Entered wrong(Kind kind, const Error& error, std::initializer_list<std::pair<std::string_view, std::string_view>> fields) {
  Entered out;
  out.errors = error.fields;
  if (out.errors.empty()) out.errors.push_back({"", "整行", std::string(error.message())});
  for (FieldError& e : out.errors) {
    for (const auto& [theirs, ours] : fields)
      if (e.field == theirs) e.field = ours;
    if (const Target* target = find_target(kind, e.field)) e.label = target->label;
  }
  return out;
}

std::optional<std::string> item_code(Kernel& kernel, std::string_view word) {
  if (const auto item = catalogue::item_by_code(kernel, word)) return item->code;
  for (const catalogue::ServiceItem& item : catalogue::items(kernel))
    if (item.name == word) return item.code;
  return std::nullopt;
}

Result<OrganisationId> organisation_called(command::Tx& tx, std::string_view name) {
  if (const auto code = CreditCode::parse(name))
    if (const auto id = providers::organisation_by_credit_code(tx.db, *code)) return *id;
  const auto named = providers::organisations_named(tx.db, name);
  if (named.empty()) return fail(yilin::errors::not_found, "没有找到这个服务组织，请填写全称或统一社会信用代码。");
  if (named.size() > 1) return fail(yilin::errors::conflict, "有几个同名的服务组织，请填写统一社会信用代码。");
  return named.front();
}

ReadRow read_row(Kind kind, const Sheet& sheet, Places& places, Kernel& kernel, Date today) {
  Cells cells(sheet, kind, today);
  ReadRow row;
  row.number = sheet.number();
  switch (kind) {
    case Kind::workers: row.what = worker_of(cells); break;
    case Kind::orders: row.what = order_of(cells); break;
    case Kind::providers: {
      const std::string record = text::compact(cells.cell("record"));
      if (record.empty() || record == "服务组织" || record == "组织") row.what = organisation_of(cells, places, kernel);
      else if (record == "设施" || record == "养老服务设施") row.what = facility_of(cells, places, kernel);
      else cells.wrong("record", "应为“服务组织”或“设施”。");
      break;
    }
    case Kind::elders: break;
  }
  row.errors = cells.take_errors();
  if (row.errors.empty()) row.identity = identity_of(kind, row, sheet);
  return row;
}

Entered enter(command::Tx& tx, const ReadRow& row, const Brought* brought) {
  if (!row.errors.empty()) return {Fate::wrong, row.errors, {}, 0};
  if (const auto* worker = std::get_if<WorkerRow>(&row.what)) return enter_worker(tx, *worker);
  if (const auto* organisation = std::get_if<OrganisationRow>(&row.what)) return enter_organisation(tx, *organisation);
  if (const auto* facility = std::get_if<FacilityRow>(&row.what)) return enter_facility(tx, *facility, brought);
  return enter_order(tx, std::get<OrderRow>(row.what));
}

}  // namespace yilin::imports
