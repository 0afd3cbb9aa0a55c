import type { HistoryChange, HistoryField, HistoryModels } from './history-plan'
import { historyPlan } from './history-plan'
import type { GeneratedFile } from './history-text'

/** A Django project with the very history of `historyProject`. */
export function djangoProject(migrations: number): readonly GeneratedFile[] {
  const { app, initial, changes, models } = historyPlan(migrations)
  const file = (name: string): string => `${app}/migrations/${name}.py`
  return [
    { path: 'manage.py', text: MANAGE },
    { path: 'settings.py', text: settingsText(app) },
    { path: `${app}/__init__.py`, text: '' },
    { path: `${app}/models.py`, text: modelsText(models) },
    { path: file('__init__'), text: '' },
    { path: file(initial.name), text: initialText(initial.models) },
    ...changes.map((change) => ({ path: file(change.name), text: changeText(app, change) })),
  ]
}

const MANAGE = `import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")

from django.core.management import execute_from_command_line

execute_from_command_line(sys.argv)
`

function settingsText(app: string): string {
  return `import os
from urllib.parse import urlparse

url = urlparse(os.environ["DATABASE_URL"])
SECRET_KEY = "bench"
USE_TZ = True
INSTALLED_APPS = ["${app}"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.path[1:],
        "USER": url.username,
        "PASSWORD": url.password or "",
        "HOST": url.hostname,
        "PORT": url.port or 5432,
    }
}
`
}

function modelsText(models: HistoryModels): string {
  const classes = [...models].map(
    ([name, fields]) => `

class ${name}(models.Model):
${[...fields].map(([field, value]) => `    ${field} = ${fieldText(value)}\n`).join('')}`,
  )
  return `from django.db import models\n${classes.join('')}`
}

function initialText(models: HistoryModels): string {
  const creations = [...models].map(
    ([name, fields]) => `        migrations.CreateModel(
            name="${name}",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
${[...fields].map(([field, value]) => `                ("${field}", ${fieldText(value)}),\n`).join('')}            ],
        ),
`,
  )
  return migrationText('initial = True', creations.join(''))
}

function changeText(app: string, { after, kind, model, field, is }: HistoryChange): string {
  const operation = `        migrations.${kind}(
            model_name="${model.toLowerCase()}",
            name="${field}",
            field=${fieldText(is)},
        ),
`
  return migrationText(`dependencies = [("${app}", "${after}")]`, operation)
}

function migrationText(head: string, operations: string): string {
  return `from django.db import migrations, models


class Migration(migrations.Migration):
    ${head}
    operations = [
${operations}    ]
`
}

function fieldText({ factory, options }: HistoryField): string {
  return `models.${factory}(${options.map(pythonOption).join(', ')})`
}

/** `maxLength: 100` becomes `max_length=100`, `default: false` becomes `default=False`. */
function pythonOption(option: string): string {
  const [name = '', value = ''] = option.split(': ')
  const words = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  return `${words}=${value === 'true' ? 'True' : value === 'false' ? 'False' : value}`
}
