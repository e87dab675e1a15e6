#include "modules/region/store.h"

namespace yilin::region {

std::vector<sql::Value> row_of(const Division& d) {
  return {d.code.value,         d.name,
          sql::to_value(d.urban), sql::to_value(d.urban_derived),
          sql::to_value(d.synthetic), sql::to_value(d.zone),
          sql::to_value(d.valid_from), sql::to_value(d.valid_to)};
}

sql::Statement select_divisions() {
  return sql::Statement(
      "SELECT code, name, urban_class, urban_derived, synthetic, zone, valid_from, valid_to FROM division");
}

Division read_division(const sql::Rows& rows) {
  Division d;
  d.code = {rows.integer(0)};
  d.name = rows.str(1);
  d.short_name = short_name(d.name);
  d.level = d.code.level();
  d.urban = static_cast<UrbanClass>(rows.integer(2));
  d.urban_derived = rows.integer(3) != 0;
  d.synthetic = rows.integer(4) != 0;
  d.zone = rows.integer(5) != 0;
  if (!rows.null(6)) d.valid_from = {static_cast<std::int32_t>(rows.integer(6))};
  if (!rows.null(7)) d.valid_to = {static_cast<std::int32_t>(rows.integer(7))};
  return d;
}

void insert_divisions(sql::Connection& db, std::span<const Division> rows) {
  static constexpr sql::Literal columns[] = {"code",      "name", "urban_class", "urban_derived",
                                             "synthetic", "zone", "valid_from",  "valid_to"};
  const auto bulk = db.bulk("division", columns);
  for (const Division& d : rows) bulk->row(row_of(d));
  bulk->finish();
}

std::vector<Division> read_tree(sql::Connection& db, RegionCode city) {
  std::vector<Division> out;
  const RegionRange own = city.subtree();
  const auto read = [&](sql::Statement where) {
    auto rows = db.rows(select_divisions().add(where));
    while (rows.next()) out.push_back(read_division(rows));
  };
  read(sql::Statement(" WHERE code % 1000000 = 0 AND NOT (code >= ? AND code < ?)", city.value ? own.lo : 0, city.value ? own.hi : 0));
  if (city.value != 0) read(sql::Statement(" WHERE code >= ? AND code < ?", own.lo, own.hi));
  return out;
}

std::optional<std::string> setting(sql::Connection& db, std::string_view key) {
  auto rows = db.rows("SELECT value FROM meta WHERE key = ?", key);
  if (!rows.next()) return std::nullopt;
  return rows.str(0);
}

void put_setting(command::Tx& tx, std::string_view key, std::string_view value) { put_meta(tx.db, key, value); }

void put_meta(sql::Connection& db, std::string_view key, std::string_view value) {
  db.exec("INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", key, value);
}

RegionCode stored_city(sql::Connection& db) {
  const auto text = setting(db, "city");
  if (!text) return {};
  const auto code = RegionCode::parse(*text);
  return code ? *code : RegionCode{};
}

std::shared_ptr<const Divisions> divisions(Kernel& kernel) { return kernel.parts.get<Part>().now(); }
RegionCode city(Kernel& kernel) { return divisions(kernel)->city(); }
bool demo(Kernel& kernel) { return kernel.parts.get<Part>().demo(); }

std::string full_name(command::Reader& reader, RegionCode code) {
  const auto tree = divisions(reader.kernel);
  std::string known = tree->full_name(code);
  if (!known.empty() || code.value == 0) return known;
  // Down to the county the tree knows the way, whichever city it is; below, the table does.
  const RegionCode county = code.at(RegionLevel::county);
  std::string out = tree->full_name(county);
  RegionCode last = county;
  for (const RegionLevel level : {RegionLevel::street, RegionLevel::community}) {
    const RegionCode step = code.at(level);
    if (step == last) continue;
    last = step;
    auto rows = reader.db.rows("SELECT name FROM division WHERE code = ?", step);
    if (!rows.next()) return {};
    out += short_name(rows.text(0));
  }
  return out;
}

}  // namespace yilin::region
