#pragma once
// What a siting answer claims, read from its JSON.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace yilin::check::siting {

struct Claim {
  std::string status;
  double objective = 0, bound = 0, gap_percent = 0;
  struct Site {
    std::string id;
    int year = 0;                                // 0: not said
    bool existing = false;
    double served = 0;                           // where sites have capacities
  };
  std::vector<Site> sites;
  struct Share {
    std::string client, site;                    // ids; numbers of the public formats as text
    double share;
  };
  std::vector<Share> shares;
  bool has_uncovered = false;
  double uncovered = 0;
};
Result<Claim> read_claim(std::string_view json);

// Status, bound and gap must fit each other. `better`: +1 if larger objectives are better, -1 if smaller ones are.
void judge_status(const Claim& claim, int better, std::vector<std::string>& wrong);
// The claimed objective lies between the two (a millionth is rounding).
void judge_objective(const Claim& claim, double least, double most, std::vector<std::string>& wrong);

}  // namespace yilin::check::siting
