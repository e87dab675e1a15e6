#pragma once
#include "http/module.h"

namespace yilin::solving {
Module module();
}
