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
  std::vector<std::string> sites;
  std::vector<int> year;                         // beside sites; empty: one period
  struct Share {
    std::size_t client, site;
    double share;
  };
  std::vector<Share> shares;
  bool has_uncovered = false;
  double uncovered = 0;
};
Result<Claim> read_claim(std::string_view json);

// Status, bound and gap must fit each other. `better`: +1 if larger objectives are better, -1 if smaller ones are.
void judge_status(const Claim& claim, int better, std::vector<std::string>& wrong);

}  // namespace yilin::check::siting
