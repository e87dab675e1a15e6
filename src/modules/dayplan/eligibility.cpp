#include "modules/dayplan/eligibility.h"

#include <algorithm>

#include "modules/catalogue/catalogue.h"
#include "modules/dayplan/day.h"
#include "modules/dayplan/parameters.h"
#include "modules/dispatch/dispatch.h"

namespace yilin::dayplan {
namespace {

using providers::Block;
using routing::Time;
using routing::Window;

constexpr std::uint16_t bit(Block b) { return static_cast<std::uint16_t>(1u << static_cast<int>(b)); }
// What the engine expresses otherwise: skills and licences, and the hours of a window.
constexpr std::uint16_t kSkills = bit(Block::skill) | bit(Block::licence_missing) | bit(Block::licence_expired);
constexpr std::uint16_t kAway = bit(Block::left) | bit(Block::worker_suspended) | bit(Block::organisation_inactive) | bit(Block::day_off);
constexpr std::uint32_t kEveryLicence = 0xffff'fffe;
constexpr std::size_t kEnough = 3;  // carers for whom the whole window is kept

std::vector<int> skills_of(std::uint32_t skills, std::uint32_t licences) {
  std::vector<int> out;
  for (int s = 0; s < 32; ++s)
    if (skills >> s & 1) out.push_back(s);
  for (int l = 0; l < 32; ++l)
    if (licences >> l & 1) out.push_back(kLicenceFrom + l);
  return out;
}

// A query about the day as a whole: noon of it, so that the weekday is right and no hour is asked.
providers::CandidateQuery day_query(Date date, std::string_view item, RegionCode region) {
  providers::CandidateQuery query;
  query.item_code = item;
  query.region = region;
  query.starts = query.ends = start_of_day(date) + hours(12);
  return query;
}

// The beginnings within `window` at which the whole visit lies in her shift; begin > end: none.
Window within_shift(const providers::WorkerFacts& w, Window window, Time service) {
  const Time from = w.shift_from_min * 60, to = w.shift_to_min > w.shift_from_min ? w.shift_to_min * 60 : w.shift_to_min * 60 + 86'400;
  return {std::max(window.begin, from), std::min(window.end, to - service)};
}

}  // namespace

std::string skill_name(int skill) {
  const auto label = [](auto names, int value) -> std::string {
    for (const entity::EnumName& n : names)
      if (n.value == value) return std::string(n.label);
    return {};
  };
  return skill < kLicenceFrom ? label(enum_names(catalogue::Skill{}), skill) : label(enum_names(catalogue::Licence{}), skill - kLicenceFrom);
}

void Eligibility::add(const providers::WorkerFacts& facts) {
  const auto [entry, fresh] = known_.try_emplace(facts.id);
  if (!fresh) return;
  Eligible& e = entry->second;
  e.facts = facts;
  auto query = day_query(date_, {}, {});
  query.licences = kEveryLicence;
  if (const auto judged = providers::candidate(reader_.kernel, facts.id, query)) {
    e.skills = skills_of(facts.skills, kEveryLicence & ~(judged->licences_lacking | judged->licences_expired));
    e.on_duty = (judged->blocks & kAway) == 0;
  }
  all_.push_back(e);
  sorted_ = false;
}

const Eligibility::Field& Eligibility::field(ServiceItemId item, RegionCode region) {
  const auto [entry, fresh] = fields_.try_emplace({item, region});
  if (!fresh) return entry->second;
  const auto found = catalogue::item(reader_.kernel, item);
  const auto candidates = providers::candidates(reader_.kernel, day_query(date_, found ? std::string_view(found->code) : std::string_view(), region));
  for (const auto* list : {&candidates.free, &candidates.blocked})
    for (const providers::Candidate& c : *list) {
      entry->second.blocks[c.facts.id] = static_cast<std::uint16_t>(c.blocks & ~(kSkills | bit(Block::hours)));
      add(c.facts);
    }
  return entry->second;
}

const std::vector<Eligible>& Eligibility::all() {
  if (!sorted_) std::sort(all_.begin(), all_.end(), [](const Eligible& a, const Eligible& b) { return a.facts.id < b.facts.id; });
  sorted_ = true;
  return all_;
}

const Eligible* Eligibility::find(WorkerId worker) const {
  const auto found = known_.find(worker);
  return found == known_.end() ? nullptr : &found->second;
}

const Eligible* Eligibility::find(WorkerId worker) {
  if (!known_.contains(worker))
    if (const auto facts = providers::worker(reader_.kernel, worker)) add(*facts);
  return std::as_const(*this).find(worker);
}

WorkerId Eligibility::wanted(VisitId visit) {
  const auto record = dispatch::case_of(reader_.db, reader_.kernel.vault, visit);
  return record ? record->wanted_worker_id : WorkerId{};
}

void Eligibility::fill(routing::Visit& out, Window window, ServiceItemId item_id, RegionCode region, ElderId elder, OrganisationId organisation, WorkerId wanted,
                       std::size_t needed, const Day& day) {
  const auto item = catalogue::item(reader_.kernel, item_id);
  if (item) out.skills = skills_of(catalogue::mask_of(item->skills), catalogue::mask_of(item->licences));
  const Field& there = field(item_id, region);
  std::vector<WorkerId> refused_by_elder = dispatch::refused_by(reader_.db, reader_.kernel, elder);
  const auto may = [&](const DayCarer& c) {
    const auto blocks = there.blocks.find(c.facts.id);
    return blocks != there.blocks.end() && blocks->second == 0 && (!organisation || c.facts.organisation == organisation) &&
           std::find(refused_by_elder.begin(), refused_by_elder.end(), c.facts.id) == refused_by_elder.end();
  };
  const auto skilled = [&](const DayCarer& c) {
    const Eligible* e = find(c.facts.id);
    return e != nullptr && std::includes(e->skills.begin(), e->skills.end(), out.skills.begin(), out.skills.end());
  };
  if (needed > 1 && !organisation) {
    std::map<OrganisationId, int> teams;
    for (const DayCarer& c : day.carers)
      if (c.index >= 0 && may(c) && skilled(c)) ++teams[c.facts.organisation];
    int most = 0;
    for (const auto& [id, count] : teams)
      if (count > most) {
        most = count;
        organisation = id;
      }
  }
  // A window that begins before most shifts do, or ends after them, is cut to the part in which there are carers.
  std::vector<Window> parts;
  std::size_t whole = 0;
  for (const DayCarer& c : day.carers) {
    if (c.index < 0 || !may(c) || !skilled(c)) continue;
    const Window part = within_shift(c.facts, window, out.service);
    if (part.begin > part.end) continue;
    parts.push_back(part);
    whole += part.begin == window.begin && part.end == window.end;
  }
  if (whole < kEnough && parts.size() > whole) {
    const auto served = [&](Window w) { return std::count_if(parts.begin(), parts.end(), [&](Window p) { return p.begin <= w.begin && p.end >= w.end; }); };
    Window best = window;
    for (const Window& p : parts)
      if (served(p) > served(best)) best = p;
    window = best;
  }
  out.windows = {window};
  out.refused.clear();
  for (const DayCarer& c : day.carers) {
    if (c.index < 0) continue;
    const Window part = within_shift(c.facts, window, out.service);
    if (!may(c) || part.begin > window.begin || part.end < window.end) out.refused.push_back(c.index);
  }
  std::sort(out.refused.begin(), out.refused.end());

  const std::int64_t often = parameters(reader_.kernel).value("usual_visits", region, reader_.today());
  auto familiar = orders::familiar(reader_.db, reader_.kernel, elder);
  std::erase_if(familiar, [&](const auto& f) { return f.second < often; });
  std::stable_sort(familiar.begin(), familiar.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  if (familiar.size() > 2) familiar.resize(2);
  if (wanted) familiar = {{wanted, often}};
  for (const auto& [worker, times] : familiar)
    if (const auto found = day.carer_of.find(worker); found != day.carer_of.end()) out.usual.push_back(found->second);
  std::sort(out.usual.begin(), out.usual.end());
}

}  // namespace yilin::dayplan
