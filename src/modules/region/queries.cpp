#include "modules/region/queries.h"

#include "modules/region/geometry.h"
#include "modules/region/rules.h"
#include "modules/region/store.h"

namespace yilin::region {
namespace {

constexpr std::string_view kSchematicStamp = "示意图（方格不代表实际边界与位置）";

RegionView view_of(const Divisions& tree, const Division& d, bool has_children, std::string full_name) {
  RegionView v;
  v.code = d.code;
  v.name = d.name;
  v.short_name = d.short_name;
  v.full_name = std::move(full_name);
  v.level = d.level;
  v.urban_class = d.urban;
  v.urban = tree.find(d.code) != nullptr ? tree.urban(d.code) : is_urban(d.urban);
  v.urban_derived = d.urban_derived;
  v.synthetic = d.synthetic;
  v.zone = d.zone;
  v.has_children = has_children;
  v.valid_from = d.valid_from;
  v.valid_to = d.valid_to;
  return v;
}

RegionView view_in_tree(const Divisions& tree, const Division& d) {
  // Outside the served city the tree ends at the counties, below which there is more in the table.
  const bool deeper = d.level == RegionLevel::county && !tree.city().contains(d.code);
  return view_of(tree, d, deeper || !tree.children(d.code).empty(), tree.full_name(d.code));
}

bool hangs_from(RegionCode child, RegionCode parent) {
  return child.parent() == parent || (child.level() == RegionLevel::street && child.at(RegionLevel::county) == parent);
}

// Below counties of other cities, and below cities without counties: from the table, without stand-ins.
std::vector<Division> children_in_table(sql::Connection& db, RegionCode parent) {
  const RegionRange below = parent.subtree();
  sql::Statement query = select_divisions().add(" WHERE code > ? AND code < ? AND synthetic = 0", below.lo, below.hi);
  if (parent.level() < RegionLevel::street) query.add(" AND code % 1000 = 0");
  query.add(" ORDER BY code LIMIT 2000");
  std::vector<Division> out;
  auto rows = db.rows(query);
  while (rows.next()) {
    Division d = read_division(rows);
    if (hangs_from(d.code, parent)) out.push_back(std::move(d));
  }
  return out;
}

const Division* in_force(const Divisions& tree, RegionCode code, Date today) {
  const Division* d = tree.find(code);
  return d != nullptr && d->valid_on(today) ? d : nullptr;
}

}  // namespace

Result<RegionList> list_children(command::Reader& reader, const ChildrenQuery& in) {
  const auto tree = divisions(reader.kernel);
  RegionList list;
  for (const RegionCode code : tree->children(in.parent))
    if (const Division* d = in_force(*tree, code, reader.today())) list.items.push_back(view_in_tree(*tree, *d));
  if (!list.items.empty()) return list;

  const std::string parent_name = full_name(reader, in.parent);
  if (in.parent.value != 0 && tree->find(in.parent) == nullptr && parent_name.empty()) return fail(yilin::errors::not_found);
  if (tree->city().value != 0 && tree->city().contains(in.parent)) return list;
  for (const Division& d : children_in_table(reader.db, in.parent))
    if (d.valid_on(reader.today()))
      list.items.push_back(view_of(*tree, d, d.level < RegionLevel::community, parent_name + d.short_name));
  return list;
}

Result<RegionDetail> show_region(command::Reader& reader, const RegionPath& in) {
  const auto tree = divisions(reader.kernel);
  const auto read = [&](RegionCode code) -> std::optional<Division> {
    if (const Division* d = tree->find(code)) return *d;
    auto rows = reader.db.rows(select_divisions().add(" WHERE code = ?", code));
    if (!rows.next()) return std::nullopt;
    return read_division(rows);
  };
  const auto found = read(in.code);
  if (!found || in.code.value == 0) return fail(yilin::errors::not_found);

  RegionDetail detail;
  detail.region = tree->find(in.code) != nullptr
                      ? view_in_tree(*tree, *found)
                      : view_of(*tree, *found, found->level < RegionLevel::community, full_name(reader, in.code));
  RegionCode last;
  for (int level = 1; level <= static_cast<int>(found->level); ++level) {
    const RegionCode step = in.code.at(static_cast<RegionLevel>(level));
    if (step == last) continue;
    last = step;
    if (const auto d = read(step)) detail.path.push_back({d->code, d->short_name, d->level});
  }
  return detail;
}

Result<RegionList> search_regions(command::Reader& reader, const SearchQuery& in) {
  const auto tree = divisions(reader.kernel);
  RegionList list;
  std::vector<RegionRange> within = reader.caller.scope;
  if (within.empty()) {
    if (tree->city().value == 0) return list;
    within.push_back(tree->city().subtree());
  }
  for (const Division* d : tree->search(in.q, within, static_cast<std::size_t>(in.limit)))
    if (d->valid_on(reader.today())) list.items.push_back(view_in_tree(*tree, *d));
  return list;
}

Result<RegionMap> show_map(command::Reader& reader, const MapQuery& in) {
  const auto tree = divisions(reader.kernel);
  const RegionCode region = in.region.value != 0 ? in.region : tree->city();
  if (tree->find(region) == nullptr) return fail(yilin::errors::not_found);

  RegionMap map;
  map.region = region;
  std::vector<const Division*> shown;
  for (const RegionCode code : tree->children(region))
    if (const Division* d = in_force(*tree, code, reader.today()); d != nullptr && !d->synthetic) shown.push_back(d);
  const rules::Layout layout = rules::layout_of(shown.size());
  map.columns = layout.columns;
  map.rows = layout.rows;
  for (std::size_t i = 0; i < shown.size(); ++i)
    map.tiles.push_back({shown[i]->code, shown[i]->short_name, static_cast<std::int32_t>(i) % layout.columns,
                         static_cast<std::int32_t>(i) / layout.columns});

  map.kind = "schematic";
  map.stamp = kSchematicStamp;
  const auto geometry = stored_geometry(reader.db);
  if (geometry && tree->city().contains(region)) {
    map.kind = "geometry";
    map.review_number = geometry->review_number;
    map.stamp = "审图号：" + geometry->review_number;
    map.geometry_url = "/api/regions/geometry";
  }
  return map;
}

}  // namespace yilin::region
