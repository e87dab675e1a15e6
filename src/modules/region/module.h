#pragma once
#include "http/module.h"

namespace yilin::region {
Module module();
}
