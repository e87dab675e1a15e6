#pragma once
// Who receives what, and what is being applied for. Internal to benefits.

#include <map>
#include <set>
#include <unordered_set>

#include "modules/benefits/casefile.h"

namespace yilin::benefits {

// What an elder and her household hold.
struct Held {
  std::vector<Award> awards;             // active
  std::vector<Application> applications; // open
  const Award* award(std::string_view benefit) const;
  const Application* application(std::string_view benefit) const;
};
Held held_by(sql::Connection& db, Kernel& kernel, const Dossier& dossier);
// Every award of hers and her household, oldest first. Rows keep the id of their day; whose they are is asked of today's registry.
std::vector<Award> awards_of(sql::Connection& db, Kernel& kernel, const Dossier& dossier);
// Does it end when she dies or moves away? Her own does; her household's when nobody is left in it.
bool ends_with_her(Kernel& kernel, const Dossier& dossier, const Award& award);

// What is granted from a month on.
struct Rate {
  Month from;
  bool granted = true;
  std::int64_t amount = 0;
  bool operator==(const Rate&) const = default;
};
// The award that a confirmed application (or an earlier system) starts; its changes are written with it. `rates`: from its start to the
// present month, the first one granted. Error: already_awarded, when another one of theirs covers a month of it.
Result<Award> start_award(command::Tx& tx, const Dossier& dossier, Award award, std::span<const Rate> rates, std::string_view reason);
// One that was ended by a mistake, as it was before; back-dated months show in the next list of differences.
void resume_award(command::Tx& tx, Award& award, std::string_view reason);
void end_award(command::Tx& tx, Award& award, StopReason why, Month last, std::string_view reason);
// Subject of a benefit: the household, or herself.
std::int64_t subject_of(bool household, const Dossier& dossier);

// Active awards, open applications and what was paid once: what is not a gap. By benefit, the subjects.
using Holdings = std::map<std::string, std::unordered_set<std::int64_t>>;
Holdings holdings(sql::Connection& db, Kernel& kernel, std::string_view benefit);   // "": every benefit

// What an award gave for a month, as its changes (all of them, by id) told until `known`.
std::int64_t given(std::span<const AwardChange> changes, Month month, Instant known);
// By month: when its last run was frozen.
std::map<Month, Instant> frozen_months(sql::Connection& db, Month from, Month until);

// Opens the list of months that are wrong for what is known now, if there are any: none otherwise. Inside a command.
struct Delta {
  std::vector<AdjustmentLine> lines;
  std::int64_t recover = 0, make_up = 0;
};
Result<Delta> delta_of(command::Tx& tx, const Dossier& dossier, Month from, Month until);
// A death stops what she received the same day and lists the months that were granted after it.
Status stop_after_death(command::Tx& tx, ElderId elder, Date on, std::string_view how);
Result<std::optional<Adjustment>> open_delta(command::Tx& tx, ElderId elder, Month from, std::string cause, UserId by);

}  // namespace yilin::benefits
