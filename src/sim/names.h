#pragma once
// Invented people's names: surnames by how common they are, given names by sex and by the years in which they were given.

#include <string>
#include <string_view>

#include "base/identity.h"
#include "base/rng.h"

namespace yilin::sim {

std::string_view surname(Rng& rng);
std::string given_name(Rng& rng, Sex sex, int birth_year);
std::string person_name(Rng& rng, Sex sex, int birth_year);

}  // namespace yilin::sim
