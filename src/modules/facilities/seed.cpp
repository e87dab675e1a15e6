// Dated data from CSV files whose columns are the fields of the terms.
#include <filesystem>
#include <set>

#include <fmt/format.h>

#include "formats/table.h"
#include "kernel/command/command.h"
#include "modules/facilities/index.h"
#include "modules/facilities/rules.h"

namespace yilin::facilities {
namespace {

template <entity::HasFields Terms>
Result<std::vector<Terms>> read_csv(const std::filesystem::path& path, Date today) {
  const auto wrong = [&](std::size_t row, std::string_view why) {
    return fail(errors::seed_broken, fmt::format("{} 第 {} 行：{}", path.filename().string(), row, why));
  };
  YILIN_TRY(const auto reader, formats::open_table_file(path));
  formats::Row row;
  YILIN_TRY(const bool any, reader->next(row));
  if (!any) return wrong(1, "没有表头。");
  std::vector<const entity::Field*> columns;
  for (const std::string_view name : row.cells) {
    columns.push_back(Terms::fields().find(name));
    if (!columns.back()) return wrong(row.number, fmt::format("不认识的列“{}”。", name));
  }
  std::vector<Terms> out;
  for (;;) {
    YILIN_TRY(const bool more, reader->next(row));
    if (!more) return out;
    Terms terms;
    entity::Input input{today, {}};
    entity::json::object given;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (row.cell(i).empty()) continue;
      given[columns[i]->name] = true;
      columns[i]->codec->from_text(row.cell(i), columns[i]->member(&terms), *columns[i], std::string(columns[i]->name), input);
    }
    entity::detail::require_members(Terms::fields(), &terms, input, "", &given);
    if (!input.errors.empty()) return wrong(row.number, input.errors.front().message);
    out.push_back(std::move(terms));
  }
}

template <class Terms>
std::vector<Terms> missing(std::vector<Terms> seed, const std::vector<Terms>& there) {
  std::set<std::tuple<std::string, RegionCode, Date>> known;
  for (const Terms& t : there) known.emplace(t.code, t.region, t.valid_from);
  std::erase_if(seed, [&](const Terms& t) { return !known.emplace(t.code, t.region, t.valid_from).second; });
  return seed;
}

}  // namespace

Result<std::int64_t> load_seed(Kernel& kernel, const std::string& folder) {
  const std::filesystem::path base(folder);
  const Date today = civil_date(kernel.clock.now());
  YILIN_TRY(auto standards, read_csv<StandardTerms>(base / "standards.csv", today));
  YILIN_TRY(auto housing, read_csv<HousingTerms>(base / "housing_rules.csv", today));
  YILIN_TRY(auto packages, read_csv<PackageTerms>(base / "packages.csv", today));
  const auto books = shelf(kernel).books();
  standards = missing(std::move(standards), books->standards);
  housing = missing(std::move(housing), books->housing);
  packages = missing(std::move(packages), books->packages);
  const auto fresh = static_cast<std::int64_t>(standards.size() + housing.size() + packages.size());
  if (fresh == 0) return 0;
  if (fresh > command::Tx::kCommandRows) return fail(errors::seed_broken, "一次最多载入 500 行。");
  YILIN_CHECK(command::run(kernel, access::Caller::system(), [&](command::Tx& tx) -> Status {
    for (const StandardTerms& t : standards)
      tx.db.queue("INSERT INTO facility_standard (code, kind, region, valid_from, valid_to, measure, least, clause, basis, confidence) "
                  "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                  t.code, t.kind, t.region, t.valid_from, t.valid_to, t.measure, t.least, t.clause, t.basis, t.confidence);
    for (const HousingTerms& t : housing)
      tx.db.queue("INSERT INTO housing_rule (code, name, region, kind, valid_from, valid_to, m2_per_100_households, basis, confidence) "
                  "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                  t.code, t.name, t.region, t.kind, t.valid_from, t.valid_to, t.m2_per_100_households, t.basis, t.confidence);
    for (const PackageTerms& t : packages)
      tx.db.queue("INSERT INTO care_package (code, name, kind, region, valid_from, valid_to, cost_fen, points_mild, points_moderate, points_severe, "
                  "points_complete, basis, confidence) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                  t.code, t.name, t.kind, t.region, t.valid_from, t.valid_to, t.cost_fen, t.points_mild, t.points_moderate, t.points_severe, t.points_complete, t.basis,
                  t.confidence);
    tx.record({"facility.seed", "facility_standard", 0, {}, {}, {}, fmt::format(R"({{"rows":{}}})", fresh)});
    return {};
  }, sql::Lane::bulk));
  shelf(kernel).put(read_books(*kernel.readers->borrow()));
  return fresh;
}

}  // namespace yilin::facilities
