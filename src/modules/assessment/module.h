#pragma once
#include "http/module.h"

namespace yilin::assessment {
Module module();
}
