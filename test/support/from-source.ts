import { useSourcePackage } from './source-package'

// Loaded with `-r` before a project's own script.
useSourcePackage()
