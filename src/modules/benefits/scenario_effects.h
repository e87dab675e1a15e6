#pragma once
// The sums of a what-if, gathered month by month from the differences that the engine finds. Internal to benefits.

#include <map>
#include <span>

#include "modules/benefits/city.h"
#include "modules/benefits/scenarios.h"

namespace yilin::benefits {

// Who changes, for the ten samples.
struct Changed {
  ElderId elder;
  Month month;
  std::size_t benefit = 0;
  std::int64_t before = 0, after = 0;
};

class Effects {
 public:
  Effects(Kernel& kernel, const policy::RuleSet& rules, RegionCode region) : kernel_(kernel), rules_(rules), region_(region), benefits_(policy::benefits(rules)) {}
  // Of `changes` those that hold in this month.
  void month(const City& city, Month month, std::span<const policy::Adjustment> changes);
  // Without samples.
  ScenarioResult result() const;
  // At most kSamples, winners and losers of every benefit in turn.
  std::vector<Changed> samples() const;

 private:
  struct Sum {
    std::int64_t winners = 0, losers = 0, gained = 0, lost = 0;
  };
  EffectRow row(std::size_t benefit, const Sum& sum) const;
  std::vector<EffectRow> rows(const std::map<std::size_t, Sum>& sums, Fen& cost) const;

  Kernel& kernel_;
  const policy::RuleSet& rules_;
  RegionCode region_;
  std::vector<policy::NameId> benefits_;
  std::map<std::size_t, Sum> totals_;                      // winners and losers: of the month with most
  std::map<RegionCode, std::map<std::size_t, Sum>> counties_;
  std::map<std::string, Sum> labels_;
  bool labelled_ = false;
  std::vector<MonthEffect> months_;
  std::map<std::pair<std::size_t, bool>, std::vector<Changed>> changed_;  // by benefit and whether she gains
  struct Heads {
    std::int64_t winners = 0, losers = 0;
    void most(const Heads& o);
  };
  std::map<RegionCode, Heads> heads_;                      // by county
  Heads all_;
  std::int64_t people_ = 0;
};

}  // namespace yilin::benefits
