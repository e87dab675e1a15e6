#pragma once
#include "http/module.h"

namespace yilin::benefits {
Module module();
}
