#pragma once
#include "http/module.h"

namespace yilin::facilities {
Module module();
}
