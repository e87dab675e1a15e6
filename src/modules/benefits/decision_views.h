#pragma once
// What an elder gets, could get and does not get, and why. Internal to benefits.

#include "modules/benefits/decide.h"
#include "modules/benefits/fact_views.h"

namespace yilin::benefits {

struct DecisionRow {
  std::string benefit, group;
  bool household = false;          // of the household: told of each of its members
  Measure measure = Measure::entitlement;
  Verdict verdict = Verdict::no;
  std::string amount_text;         // "50元", "0元至50元", "2次", "居家服务"; "" when refused
  Fen amount_fen, amount_max_fen;  // money only; the possible range while to be verified
  bool reduced = false;            // by a relation with another benefit
  std::string relation;            // "取较高：护理补贴、重度残疾人护理补贴"
  std::vector<std::string> open_facts;  // to be verified before she can be told
  std::string citation;
  bool sample = false;             // 示例
  bool by_application = false;
  AwardId award_id;                // she receives it
  Fen award_fen;
  ApplicationId application_id;    // being handled
  ApplicationState application_state = ApplicationState::applied;  // of that
  static const entity::Table& fields();
};
struct ElderDecisions {
  ElderId elder_id;
  std::string elder_name, region_name;
  Month month;
  Instant known_at;
  std::int64_t rule_number = 0;
  std::string rule_hash;
  std::vector<DecisionRow> benefits;
  static const entity::Table& fields();
};

struct ExplainQuery {
  ElderId id;
  std::string benefit;
  Month month;
  Instant known_at;
  bool take_claims = false;        // as if what was claimed were verified
  static const entity::Table& fields();
};
// A line of the tree, before its children; `depth` 0 is the benefit itself.
struct ReasonRow {
  std::int32_t depth = 0;
  bool condition = false;
  Verdict verdict = Verdict::no;   // of conditions
  std::string text, value, source, citation, note;
  static const entity::Table& fields();
};
struct FlipView {
  std::string change;              // "家庭.月收入 由 2000元 变为 1895元"
  Verdict verdict = Verdict::no;
  std::string amount_text;
  static const entity::Table& fields();
};
struct ExplanationView {
  ElderId elder_id;
  std::string benefit, summary;    // "高龄津贴：是，50元"
  Month month;
  Instant known_at;
  Verdict verdict = Verdict::no;
  std::string amount_text;
  std::vector<ReasonRow> rows;
  std::vector<FlipView> flips;     // nearest first
  std::vector<std::string> open_facts;
  std::int64_t rule_number = 0;
  std::string rule_hash;
  static const entity::Table& fields();
};

// For printing and handing over.
struct NoticeLine {
  Verdict verdict = Verdict::no;
  std::string text, value, source, citation;
  static const entity::Table& fields();
};
struct NoticeView {
  std::string title;               // "待遇告知书", "不予享受告知书", "待核实告知书"
  std::string elder_name, region_name, benefit;
  Month month;
  Date issued_on;
  Verdict verdict = Verdict::no;
  std::string sentence, amount_text;
  std::vector<NoticeLine> lines;   // the conditions and what the amount rests on
  std::vector<std::string> citations;
  std::vector<std::string> would_change;  // nearest flips
  std::string remedy;              // what she can do
  std::string rule_hash;
  static const entity::Table& fields();
};

Result<ElderDecisions> elder_decisions(command::Reader& reader, const ElderMonth& in);
Result<ExplanationView> explanation(command::Reader& reader, const ExplainQuery& in);
Result<NoticeView> notice(command::Reader& reader, const ExplainQuery& in);

// The lines of an explanation's tree.
std::vector<ReasonRow> rows_of(const policy::Reason& tree);
ExplanationView explained(const policies::InForce& rules, const Question& question, policy::NameId benefit, const AsOf& as_of, std::size_t flips);

}  // namespace yilin::benefits
