#pragma once
#include "http/module.h"

namespace yilin::sim {
Module module();
}
