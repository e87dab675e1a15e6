// What stands under public notice, for everybody, with masked names.
#include "base/text.h"
#include "modules/benefits/case_views.h"
#include "modules/benefits/rows.h"
#include "modules/region/region.h"

namespace yilin::benefits {
namespace {

// 王秀英 → 王*英, 王英 → 王*
std::string masked(std::string_view name) {
  std::vector<std::string> characters;
  while (!name.empty()) {
    std::string one;
    text::append(one, text::take(name));
    characters.push_back(std::move(one));
  }
  std::string out;
  for (std::size_t i = 0; i < characters.size(); ++i) out += i == 0 || (i + 1 == characters.size() && i > 1) ? characters[i] : "*";
  return out;
}

}  // namespace

Result<http::Page<PublicNotice>> public_notices(command::Reader& reader, const PublicNoticeQuery& in) {
  const RegionRange within = (in.region.value ? in.region : region::city(reader.kernel)).subtree();
  auto q = entity::store::select<Application>("benefit_application", "t")
               .add(" WHERE t.state = ? AND t.region >= ? AND t.region < ?", ApplicationState::published, within.lo, within.hi);
  if (in.cursor) q.add(" AND t.id < ?", in.cursor);
  auto found = all<Application>(reader.db, reader.kernel.vault, "benefit_application", q.add(" ORDER BY t.id DESC LIMIT ?", in.limit + 1));
  http::Page<PublicNotice> page;
  page.next = cut_page(found, in.limit);
  std::vector<ElderId> ids;
  for (const Application& a : found) ids.push_back(a.elder_id);
  const registry::Briefs elders(reader, std::move(ids));
  const auto divisions = region::divisions(reader.kernel);
  for (const Application& a : found)
    page.items.push_back({a.id, masked(elders.name(a.elder_id)), divisions->full_name(a.region), a.benefit, {a.amount}, a.notice_from, a.notice_to,
                          divisions->full_name(a.region.at(RegionLevel::street)) + "、" + divisions->name(a.region.at(RegionLevel::county)) + "民政局"});
  return page;
}

}  // namespace yilin::benefits
