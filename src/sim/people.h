#pragma once
// The elders of a simulated city: a sequence that its seed determines, whoever asks for it and whenever.
//
// Ages follow the pyramid of the 2020 census (第七次全国人口普查, 60 and over by five-year group and sex, rounded); abilities,
// living and labels depend on age, sex, marriage and place. The shares are samples for demonstrations, not findings.

#include <cstdint>

#include "modules/registry/registry.h"
#include "sim/places.h"

namespace yilin::sim {

class PeopleMaker {
 public:
  PeopleMaker(const Places& places, std::uint64_t seed, Date today);
  registry::NewElder next();
  bool last_is_spouse() const { return last_is_spouse_; }  // the last person lives with the one before as husband or wife

 private:
  struct Home {
    RegionCode community;
    bool urban = false;
    std::string address;
    Point at;
  };
  Home draw_home();
  Date draw_birth(int age);
  void fill_state(registry::NewElder& elder, int age, bool urban, bool couple);
  void add_labels(registry::NewElder& elder, int age, bool urban);
  void add_contacts(registry::NewElder& elder, int age);

  const Places& places_;
  Date today_;
  Rng rng_;
  std::vector<double> weight_upto_;  // of communities, cumulated
  std::int64_t made_ = 0;
  bool spouse_next_ = false;         // the next person is the husband or wife of the last one
  bool last_is_spouse_ = false;
  Home home_;
  Sex last_sex_ = Sex::unknown;
  int last_age_ = 0;
  registry::Living last_living_ = registry::Living::unknown;
};

}  // namespace yilin::sim
