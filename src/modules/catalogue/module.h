#pragma once
#include "http/module.h"

namespace yilin::catalogue {
Module module();
}
