#include "main/modules.h"

namespace yilin {

std::vector<Module> city_modules() {
  return {
  };
}

}  // namespace yilin
