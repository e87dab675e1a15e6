#pragma once
// The modules of a city, in dependency order: the one line that a new module adds outside its own folder.

#include <string>
#include <vector>

#include "http/module.h"

namespace yilin {
std::vector<Module> city_modules();
}
