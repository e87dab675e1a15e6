#include "modules/registry/search.h"

#include <algorithm>

#include "base/text.h"
#include "modules/region/region.h"
#include "modules/registry/cursor.h"
#include "modules/registry/elder_store.h"
#include "modules/registry/reading.h"

namespace yilin::registry::search {
namespace {

using cursor::Place;
constexpr std::size_t kBatchMax = 1024;

// Places of one token behind `after`, rising, at most `limit`: one descent of the index for each range.
std::vector<Place> places(sql::Connection& db, std::int64_t token, const std::vector<RegionRange>& ranges, Place after,
                          std::size_t limit) {
  std::vector<Place> out;
  for (const RegionRange& range : ranges) {
    if (range.hi <= after.region) continue;
    const Place from = std::max(after, Place{range.lo - 1, INT64_MAX});
    auto rows = db.rows(
        "SELECT region, elder_id FROM elder_token WHERE token = ? AND (region, elder_id) > (?, ?) AND region < ? "
        "ORDER BY region, elder_id LIMIT ?",
        token, from.region, from.elder, range.hi, static_cast<std::int64_t>(limit - out.size()));
    while (rows.next()) out.push_back({rows.integer(0), rows.integer(1)});
    if (out.size() == limit) break;
  }
  return out;
}

// The next places of any of the tokens. `complete`: there is nothing behind them.
std::vector<Place> next_places(sql::Connection& db, const std::vector<std::int64_t>& tokens,
                               const std::vector<RegionRange>& ranges, Place after, std::size_t limit, bool& complete) {
  std::vector<Place> merged;
  std::optional<Place> horizon;  // a list that was cut says nothing about what lies behind its end
  for (const std::int64_t token : tokens) {
    const std::vector<Place> list = places(db, token, ranges, after, limit);
    if (list.size() == limit) horizon = std::min(horizon.value_or(list.back()), list.back());
    merged.insert(merged.end(), list.begin(), list.end());
  }
  std::sort(merged.begin(), merged.end());
  merged.erase(std::unique(merged.begin(), merged.end()), merged.end());
  if (horizon) merged.erase(std::upper_bound(merged.begin(), merged.end(), *horizon), merged.end());
  complete = !horizon.has_value();
  return merged;
}

bool contact_has(sql::Connection& db, ElderId elder, std::int64_t phone_index) {
  return db.rows("SELECT 1 FROM contact WHERE elder_id = ? AND phone_index = ? AND ended_on IS NULL", elder, phone_index).next();
}

struct Hunt {
  command::Reader& reader;
  const std::vector<Word>& words;
  const Filter& filter;
  const Population& people;

  bool fits_all(const Elder& elder) const {
    return std::all_of(words.begin(), words.end(), [&](const Word& w) {
      return fits(w, elder) || (w.kind == Word::Kind::phone && contact_has(reader.db, elder.id, w.index));
    });
  }

  // Of a batch of places, those whose elder is still there and passes the filter: by memory alone.
  std::vector<ElderId> sieve(std::span<const Place> batch) const {
    std::vector<ElderId> out;
    for (const Place& place : batch) {
      const auto person = people.find(ElderId{place.elder});
      const bool same = person && person->facts.id.value == place.elder && person->facts.region.value == place.region;
      if (same && reading::passes(filter, person->facts)) out.push_back(person->facts.id);
    }
    return out;
  }
};

ElderPage hunt(const Hunt& h, std::size_t limit, Place after) {
  ElderPage page;
  std::vector<Elder> found;
  std::size_t examined = 0, batch_size = limit + 1;
  bool complete = false, full = false;
  while (!full && !complete && examined < kExamineMax) {
    const auto batch = next_places(h.reader.db, h.words.front().tokens, h.filter.ranges, after, batch_size, complete);
    examined += batch.size();
    if (!batch.empty()) after = batch.back();
    const std::vector<ElderId> ids = h.sieve(batch);
    for (std::size_t at = 0; at < ids.size() && !full; at += limit) {
      const auto some = std::span(ids).subspan(at, std::min(limit, ids.size() - at));
      for (Elder& elder : reading::rows(h.reader.db, h.reader.kernel, some)) {
        if (!h.fits_all(elder)) continue;
        if (found.size() == limit) {  // one more is there: the page ends behind the last one shown
          full = true;
          after = {found.back().region.value, found.back().id.value};
          break;
        }
        found.push_back(std::move(elder));
      }
    }
    batch_size = kBatchMax;
  }
  if (full || !complete) page.next = cursor::write_place(after);
  page.items = reading::briefs_of(found, h.reader.kernel, h.reader.today());
  if (!page.next && found.size() < limit) page.total = static_cast<std::int64_t>(found.size());
  return page;
}

// A community's or street's whole name in the box means "those who live there".
std::optional<RegionCode> place_named(command::Reader& reader, std::string_view q, const std::vector<RegionRange>& ranges) {
  const auto divisions = region::divisions(reader.kernel);
  for (const region::Division* d : divisions->search(q, ranges, 20))
    if (d->name == q || d->short_name == q) return d->code;
  return std::nullopt;
}

ElderPage by_filter(command::Reader& reader, const Filter& filter, std::size_t limit, std::int64_t after) {
  ElderPage page;
  auto ids = registry::page(reader.kernel, filter, ElderId{after}, limit + 1);
  if (ids.size() > limit) {
    ids.pop_back();
    page.next = cursor::write_id(ids.back().value);
  }
  page.items = briefs(reader.db, reader.kernel, ids, reader.today());
  page.total = count(reader.kernel, filter);
  return page;
}

}  // namespace

std::vector<ElderId> ids_of_token(sql::Connection& db, std::int64_t token, const std::vector<RegionRange>& ranges,
                                  std::size_t limit) {
  std::vector<ElderId> out;
  for (const Place& place : places(db, token, ranges, {}, limit)) out.push_back(ElderId{place.elder});
  return out;
}

Result<ElderPage> page(command::Reader& reader, const ElderQuery& in) {
  if (reader.caller.kind == access::CallerKind::home) {
    ElderPage own;
    own.items = briefs(reader.db, reader.kernel, reader.caller.elders, reader.today());
    own.total = static_cast<std::int64_t>(own.items.size());
    return own;
  }
  const Memory& m = memory(reader.kernel);
  Filter filter = reading::filter_of(in, reader.caller, reader.today());
  const auto limit = static_cast<std::size_t>(in.limit);
  const std::string_view q = text::trim(in.q);
  if (!q.empty() && text::length(q) >= 3) {
    if (const auto place = place_named(reader, q, filter.ranges)) {
      filter.ranges = scope_of(reader.caller, *place);
      YILIN_TRY(const std::int64_t after, cursor::read_id(in.cursor));
      return by_filter(reader, filter, limit, after);
    }
  }
  if (q.empty()) {
    YILIN_TRY(const std::int64_t after, cursor::read_id(in.cursor));
    return by_filter(reader, filter, limit, after);
  }
  // Searching for a person finds the dead and those who moved away too, unless a state is asked for.
  if (!in.state) filter.state.reset();
  YILIN_TRY(const std::vector<Word> words, parse(q, m.tokens, reader.today()));
  YILIN_TRY(const Place after, cursor::read_place(in.cursor));
  if (filter.ranges.empty()) return ElderPage{};
  return hunt({reader, words, filter, m.people}, limit, after);
}

}  // namespace yilin::registry::search
