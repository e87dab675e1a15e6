#pragma once
// The register: officials and a facility's operator keep it up to date; each command records its act and a row of history.
// Internal to facilities.

#include "kernel/command/tx.h"
#include "modules/facilities/inputs.h"

namespace yilin::facilities {

Result<FacilityView> create_facility(command::Tx& tx, const NewFacility& in);
Result<FacilityView> change_facility(command::Tx& tx, const ChangeFacility& in);
Result<FacilityView> change_record(command::Tx& tx, const ChangeRecord& in);
Result<FacilityView> pause_facility(command::Tx& tx, const FacilityMove& in);
Result<FacilityView> reopen_facility(command::Tx& tx, const FacilityMove& in);
Result<FacilityView> close_facility(command::Tx& tx, const FacilityMove& in);
Result<FacilityPhoto> remove_photo(command::Tx& tx, const PhotoPath& in);
// Before create and change, off the writer's thread: does the place lie where the city's elders live?
Status plausible(command::Reader& reader, const NewFacility& in);

Result<http::Page<FacilityView>> list_facilities(command::Reader& reader, const FacilityQuery& in);
Result<FacilityDetail> show_facility(command::Reader& reader, const FacilityPath& in);
Result<http::Page<ChangeView>> history(command::Reader& reader, const HistoryQuery& in);
Result<StandardsList> list_standards(command::Reader& reader, const StandardsQuery& in);
Result<FailingPage> failing(command::Reader& reader, const FailingQuery& in);

// Rows as the caller may change them: in her scope, or her own organisation's; not_found otherwise.
Result<Facility> own_facility(const command::Reader& reader, FacilityId id);
FacilityView view_of(const command::Reader& reader, Facility facility);
// A row of history, and the index after the commit. `before` null: it is new.
void keep_change(command::Tx& tx, const Facility* before, const Facility& after, std::string_view verb, std::string_view reason = {});

// ---- for everybody ----
Result<http::Page<PublicFacility>> public_facilities(command::Reader& reader, const PublicFacilityQuery& in);
Result<PublicFacility> public_facility(command::Reader& reader, const FacilityPath& in);

// Of queries over organisations' and regions' rows.
inline constexpr access::OwnerColumns kFacilityOwner{.region = "f.region", .organisation = "f.organisation_id"};
inline constexpr access::OwnerColumns kRowOwner{.region = "t.region", .organisation = "t.organisation_id"};
// "%text%" with the wildcards of LIKE taken literally (ESCAPE '!').
std::string containing(std::string_view text);

template <class Row>
std::vector<Row> read_rows(sql::Connection& db, const entity::Vault& vault, const sql::Statement& statement, sql::Literal table) {
  std::vector<Row> out;
  auto rows = db.rows(statement);
  while (rows.next()) out.push_back(entity::store::read<Row>(rows, vault, table));
  return out;
}
// The page of rows ordered by id, one more having been asked for.
template <class Row>
http::Page<Row> page_of(std::vector<Row> rows, std::int64_t limit) {
  http::Page<Row> page;
  if (static_cast<std::int64_t>(rows.size()) > limit) {
    rows.resize(static_cast<std::size_t>(limit));
    page.next = std::to_string(rows.back().id.value);
  }
  page.items = std::move(rows);
  return page;
}

}  // namespace yilin::facilities
